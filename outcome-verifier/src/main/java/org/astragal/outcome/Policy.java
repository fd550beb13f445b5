package org.astragal.outcome;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose signatures count, and for which logs. Immutable; safe for use by many threads.
 *
 * @spec tlog-policy.html#format c2sp.org/tlog-policy, Policy format
 */
public final class Policy {
  /** Longest policy file in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private static final Pattern SPACE = Pattern.compile("[ \t]+");
  private static final Pattern LEADING_SPACE = Pattern.compile("^[ \t]+");

  private final Map<String, List<VerifierKey>> byOrigin;

  /** By key: the largest tree whose checkpoint it may sign. */
  private final Map<VerifierKey, Long> revokedAfter;

  private Policy(Map<String, List<VerifierKey>> byOrigin, Map<VerifierKey, Long> revokedAfter) {
    this.byOrigin = byOrigin;
    this.revokedAfter = revokedAfter;
  }

  /**
   * {@return the policy that trusts these log keys; several of one name are a log whose key was
   * rotated}
   *
   * @param keys at least one
   * @throws PolicyException if there is none, or one twice
   */
  public static Policy of(Collection<VerifierKey> keys) throws PolicyException {
    if (keys.isEmpty()) {
      throw new PolicyException(PolicyException.Fault.NO_LOG, "the policy names no log");
    }
    Map<String, List<VerifierKey>> byOrigin = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (VerifierKey key : keys) {
      // The same key under two names is a duplicate too: one key signs for one log.
      if (!seen.add(key.kid())) {
        throw new PolicyException(PolicyException.Fault.KEY, "there twice: " + key.vkey());
      }
      byOrigin.computeIfAbsent(key.name(), _ -> new ArrayList<>()).add(key);
    }
    byOrigin.replaceAll((_, ofLog) -> List.copyOf(ofLog));
    return new Policy(byOrigin, Map.of());
  }

  /**
   * {@return the policy that this text is}
   *
   * @param text lines {@code log <vkey> [<url>]}, {@code quorum none}, comments that begin with
   *     {@code #}, blank lines
   * @throws PolicyException if there is another line, no log, or no quorum line
   */
  public static Policy parse(String text) throws PolicyException {
    var keys = new ArrayList<VerifierKey>();
    boolean quorum = false;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!hasOnlyAllowed(line)) {
        throw at(number, PolicyException.Fault.SYNTAX, "a control character");
      }
      String[] words = SPACE.split(LEADING_SPACE.matcher(line).replaceFirst(""));
      if (words[0].isEmpty() || words[0].startsWith("#")) {
        continue;
      }
      switch (words[0]) {
        case "log" -> keys.add(logKey(words, number));
        case "quorum" -> {
          if (quorum || words.length != 2) {
            throw at(number, PolicyException.Fault.SYNTAX, "one line \"quorum none\" is wanted");
          }
          if (!words[1].equals("none")) {
            throw at(number, PolicyException.Fault.UNSUPPORTED, "only \"quorum none\" is checked");
          }
          quorum = true;
        }
        case "witness", "group" ->
            throw at(number, PolicyException.Fault.UNSUPPORTED, "witnesses are not checked");
        default ->
            throw at(number, PolicyException.Fault.SYNTAX, "must begin with log, quorum or #");
      }
    }
    if (!quorum) {
      throw new PolicyException(
          PolicyException.Fault.SYNTAX, "the line \"quorum none\" is missing");
    }
    return of(keys);
  }

  /**
   * {@return the policy that a file holds}
   *
   * @param file at most {@link #MAX_BYTES}
   * @throws PolicyException if it cannot be read or is not one
   */
  public static Policy load(Path file) throws PolicyException {
    String text = read(file);
    try {
      return parse(text);
    } catch (PolicyException e) {
      throw new PolicyException(e.fault(), file + ": " + e.getMessage());
    }
  }

  private static String read(Path file) throws PolicyException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new PolicyException(
            PolicyException.Fault.UNREADABLE, file + ": more than " + MAX_BYTES + " bytes");
      }
      // Octets above ASCII, which only comments and URLs may have here, are opaque.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new PolicyException(PolicyException.Fault.UNREADABLE, file + ": " + e);
    }
  }

  /**
   * {@return the same policy, whose keys verify with another implementation of the arithmetic}
   *
   * @param check what answers for each signature; the form of signatures is checked before
   */
  public Policy checkedBy(SignatureCheck check) {
    Map<String, List<VerifierKey>> keys = new LinkedHashMap<>();
    byOrigin.forEach((origin, ofLog) ->
        keys.put(origin, ofLog.stream().map(key -> key.checkedBy(check)).toList()));
    return new Policy(keys, revokedAfter);
  }

  /**
   * {@return a policy that trusts one key more for the log that it names}
   *
   * @param key of a log that the policy names
   * @throws IllegalArgumentException if it names no such log
   */
  public Policy with(VerifierKey key) {
    List<VerifierKey> known = keysFor(key.name());
    if (known.isEmpty()) {
      throw new IllegalArgumentException("no log of the policy: " + key.name());
    }
    return known.contains(key)
        ? this
        : with(key.name(), Stream.concat(known.stream(), Stream.of(key)).toList());
  }

  /**
   * {@return a policy that does not trust a key}
   *
   * @param key any; the last key of a log stays
   */
  public Policy without(VerifierKey key) {
    List<VerifierKey> left =
        keysFor(key.name()).stream().filter(other -> !other.equals(key)).toList();
    return left.isEmpty() ? this : with(key.name(), left);
  }

  private Policy with(String origin, List<VerifierKey> keys) {
    Map<String, List<VerifierKey>> changed = new LinkedHashMap<>(byOrigin);
    changed.put(origin, keys);
    return new Policy(changed, revokedAfter);
  }

  /**
   * {@return a policy for which a key counts only up to a size of the tree: a thief can write any
   * time under a signature, but not put it into a tree that others already hold}
   *
   * @param key the key; one that the policy does not name makes no difference
   * @param size the largest tree whose checkpoint it may sign, 0 or more
   */
  public Policy revokedAfter(VerifierKey key, long size) {
    Check.range("size", size, 0, Long.MAX_VALUE);
    Map<VerifierKey, Long> changed = new LinkedHashMap<>(revokedAfter);
    changed.merge(key, size, Math::min);
    return new Policy(byOrigin, changed);
  }

  /**
   * {@return this policy with the revocations that a file lists}
   *
   * @param file lines {@code revoke <vkey> <size>}, comments that begin with {@code #}, blank lines
   * @throws PolicyException if it cannot be read or has another line
   */
  public Policy revoking(Path file) throws PolicyException {
    Policy policy = this;
    int number = 0;
    for (String line : read(file).split("\n", -1)) {
      number++;
      String[] words = SPACE.split(line.strip(), -1);
      if (words[0].isEmpty() || words[0].startsWith("#")) {
        continue;
      }
      long size = words.length == 3 ? Decimals.parse(words[2]) : -1;
      if (!words[0].equals("revoke") || size < 0) {
        throw new PolicyException(
            PolicyException.Fault.SYNTAX,
            file + ": line " + number + ": must be \"revoke <vkey> <size>\"");
      }
      try {
        policy = policy.revokedAfter(VerifierKey.parse(words[1]), size);
      } catch (NoteException e) {
        throw new PolicyException(
            PolicyException.Fault.KEY, file + ": line " + number + ": " + e.getMessage());
      }
    }
    return policy;
  }

  /** {@return whether a key counts for a checkpoint of this size} */
  boolean counts(VerifierKey key, long size) {
    return size <= revokedAfter.getOrDefault(key, Long.MAX_VALUE);
  }

  /** {@return the names of the logs, in the order of the policy} */
  public Set<String> origins() {
    return Collections.unmodifiableSet(byOrigin.keySet());
  }

  /**
   * {@return the keys that may sign for a log; empty if the policy does not name it}
   *
   * @param origin the log's name
   */
  public List<VerifierKey> keysFor(String origin) {
    return byOrigin.getOrDefault(origin, List.of());
  }

  /**
   * {@return the key of a signature line, if the policy has it}
   *
   * @param name the key's name
   * @param keyId the key's id
   */
  public Optional<VerifierKey> key(String name, int keyId) {
    return keysFor(name).stream().filter(key -> key.keyId() == keyId).findFirst();
  }

  /** {@return the policy as {@link #parse} reads it; its revocations have no place there} */
  public String text() {
    var text = new StringBuilder();
    byOrigin.values().forEach(keys -> keys.forEach(key -> line(text, key)));
    return text.append("quorum none\n").toString();
  }

  private static void line(StringBuilder text, VerifierKey key) {
    text.append("log ").append(key.vkey()).append('\n');
  }

  /** Of the control characters, only tabs may stand in a line. */
  private static boolean hasOnlyAllowed(String line) {
    return line.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c != 0x7f));
  }

  private static VerifierKey logKey(String[] words, int number) throws PolicyException {
    if (words.length < 2 || words.length > 3) {
      throw at(number, PolicyException.Fault.SYNTAX, "must be \"log <vkey> [<url>]\"");
    }
    try {
      return VerifierKey.parse(words[1]);
    } catch (NoteException e) {
      throw at(number, PolicyException.Fault.KEY, e.getMessage());
    }
  }

  private static PolicyException at(int line, PolicyException.Fault fault, String detail) {
    return new PolicyException(fault, "line " + line + ": " + detail);
  }
}
