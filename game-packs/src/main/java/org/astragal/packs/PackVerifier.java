package org.astragal.packs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.SortedMap;
import org.astragal.outcome.Hash;
import org.astragal.packs.PackException.Fault;

/**
 * Says whether a jar is a pack that may run here, before a class of it is defined: every entry
 * signed by one trusted signer, the logic hash, a sealed module, the interface that this program
 * has, and the approval of a trusted laboratory for exactly that.
 *
 * <p>Certificates end, and what they signed must be playable for longer. So the laboratory's
 * approval is the time stamp: signer and laboratory must have been trusted when it was given. When
 * a pack comes in, they must be trusted on that day, too.
 *
 * <p>Thread safety: immutable.
 */
public final class PackVerifier {
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final PackTrust trust;
  private final InstantSource clock;

  /**
   * Creates one.
   *
   * @param trust who may sign and approve
   * @param clock what time it is
   */
  public PackVerifier(PackTrust trust, InstantSource clock) {
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * Verifies a pack that is to come in.
   *
   * @param jar its bytes
   * @return the pack
   * @throws PackException if anything does not hold, with the first that does not
   */
  public VerifiedPack verify(byte[] jar) throws PackException {
    return verify(jar, true);
  }

  /**
   * Verifies a pack that came in before, from the archive.
   *
   * @param jar its bytes
   * @return the pack
   * @throws PackException if anything does not hold, with the first that does not
   */
  public VerifiedPack verifyArchived(byte[] jar) throws PackException {
    return verify(jar, false);
  }

  private VerifiedPack verify(byte[] jar, boolean isNew) throws PackException {
    JarContent content = JarContent.signed(jar, Set.of(PackManifest.ENTRY, Approval.ENTRY));
    PackManifest manifest =
        PackManifest.parse(entry(content, PackManifest.ENTRY, Fault.MANIFEST_INVALID));
    Approval approval = Approval.parse(entry(content, Approval.ENTRY, Fault.NOT_APPROVED));
    requireTrust(content, approval, isNew);
    requireLogic(content.entries(), manifest);
    ModuleRules.require(content.entries(), manifest.module());
    approval.requireFor(manifest);
    return new VerifiedPack(
        jar,
        manifest,
        approval,
        content.signer().getFirst().getSubjectX500Principal().getName(),
        content.entries());
  }

  private static byte[] entry(JarContent content, String name, Fault fault) throws PackException {
    byte[] bytes = content.entries().get(name);
    if (bytes == null) {
      throw new PackException(fault, "the pack has no entry " + name);
    }
    return bytes;
  }

  private void requireTrust(JarContent content, Approval approval, boolean isNew)
      throws PackException {
    Instant now = clock.instant();
    if (approval.at().isAfter(now.plus(CLOCK_SKEW))) {
      throw new PackException(
          Fault.NOT_APPROVED, "the approval is from " + approval.at() + ", which is yet to come");
    }
    Instant[] times = isNew ? new Instant[] {approval.at(), now} : new Instant[] {approval.at()};
    trust.requireSigner(content.signer(), times);
    trust.requireLaboratory(approval.chain(), times);
    if (content
        .signer()
        .getFirst()
        .getPublicKey()
        .equals(approval.chain().getFirst().getPublicKey())) {
      throw new PackException(
          Fault.NOT_APPROVED, "whoever signed the pack has approved it, too: that takes another");
    }
  }

  private static void requireLogic(SortedMap<String, byte[]> entries, PackManifest manifest)
      throws PackException {
    HostApi api = HostApi.get();
    if (!manifest.api().equals(api.hash())) {
      throw new PackException(
          Fault.OTHER_API,
          "it was made for the interface "
              + manifest.api()
              + ", this program has "
              + api.hash()
              + ": a pack that is approved for it is needed");
    }
    Hash logic = LogicHash.of(entries, api.entries());
    if (!logic.equals(manifest.logic())) {
      throw new PackException(
          Fault.OTHER_LOGIC,
          "its classes have the logic hash " + logic + ", its manifest says " + manifest.logic());
    }
  }
}
