package org.astragal.appliance;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.astragal.outcome.JackpotTrail;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealVerdict;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.Verdict;
import org.astragal.packs.PackArchive;
import org.astragal.packs.Replayer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: says of each sealed outcome whether it is true, and why not. */
@Command(
    name = "verify",
    description = {
      "Verifies sealed outcomes offline: files of one outcome a line, or a .tlog-proof that has"
          + " the record in its line \"extra\".",
      "Trusts the policy and nothing else."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String PROOF = ".tlog-proof";

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to verify; - is stdin.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "The keys to trust, as a C2SP tlog-policy.")
  private Path policyFile = Path.of("");

  @Option(
      names = "--replay",
      paramLabel = "ARCHIVE",
      description = {
        "Play each round again from its recorded draws and compare the results byte for byte,",
        "with the logic that the record names, from this archive of game packs."
      })
  private @Nullable Path replay;

  @Option(
      names = "--seal-only",
      description = "Check receipt and checkpoint only, whatever the record holds.")
  private boolean sealOnly;

  @Option(names = "--quiet", description = "Print refusals and the summary only.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** By log. Records of a jackpot level are held against those before, in the order given. */
  private final Map<String, JackpotTrail> trails = new HashMap<>();

  private long accepted;
  private long refuted;
  private long undecided;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    OutcomeVerifier verifier;
    try {
      verifier = new OutcomeVerifier(Policy.load(policyFile));
    } catch (PolicyException e) {
      err.println("the policy " + policyFile + " cannot be used: " + e.getMessage());
      return Main.UNDECIDED;
    }
    Optional<Replay> replays =
        Optional.ofNullable(replay)
            .map(archive -> new Replay(new Replayer(new PackArchive(archive))));
    for (Path file : files) {
      try {
        if (file.toString().endsWith(PROOF)) {
          count(out, file.toString(), proof(verifier, replays, Files.readAllBytes(file)));
        } else {
          lines(out, verifier, replays, file);
        }
      } catch (IOException e) {
        count(out, file.toString(), new Finding.Undecided("cannot be read: " + e));
      }
    }
    out.printf("%d true, %d refuted, %d undecided%n", accepted, refuted, undecided);
    if (refuted > 0) {
      return Main.REFUSED;
    }
    return undecided > 0 || accepted == 0 ? Main.UNDECIDED : Main.OK;
  }

  private void lines(PrintWriter out, OutcomeVerifier verifier, Optional<Replay> replays, Path file)
      throws IOException {
    try (InputStream in =
        file.toString().equals("-")
            ? System.in
            : new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      var lines = new LineReader(in, SealedOutcome.MAX_BYTES + 1);
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get().length > 0) {
          count(out, file + ":" + lines.number(), outcome(verifier, replays, line.get()));
        }
      }
    }
  }

  private Finding proof(OutcomeVerifier verifier, Optional<Replay> replays, byte[] text) {
    Receipt receipt;
    try {
      receipt = Receipt.parse(text);
    } catch (NoteException e) {
      return new Finding.Refuted("malformed-receipt: " + e.getMessage());
    }
    Optional<byte[]> record = receipt.extra();
    if (record.isEmpty()) {
      return new Finding.Undecided("the proof has no line \"extra\" with the record");
    }
    if (sealOnly) {
      return seal(verifier.verifySealOnly(record.get(), receipt));
    }
    Receipt bare = Receipt.of(receipt.index(), receipt.path(), receipt.checkpoint());
    try {
      return outcome(verifier, replays, SealedOutcome.of(record.get(), bare.text()).bytes());
    } catch (IllegalArgumentException e) {
      return new Finding.Refuted("record-size: " + e.getMessage());
    }
  }

  private Finding outcome(OutcomeVerifier verifier, Optional<Replay> replays, byte[] sealed) {
    if (sealOnly) {
      try {
        SealedOutcome parsed = SealedOutcome.parse(sealed);
        return seal(verifier.verifySealOnly(parsed.record(), parsed.receipt()));
      } catch (SealedOutcomeException e) {
        return new Finding.Refuted("malformed-envelope: " + e.getMessage());
      } catch (NoteException e) {
        return new Finding.Refuted("malformed-receipt: " + e.getMessage());
      }
    }
    return switch (verifier.verify(sealed)) {
      case Verdict.Refused refused -> new Finding.Refuted(refused.toString());
      case Verdict.Accepted accepted -> said(replays, accepted.record());
    };
  }

  private Finding said(Optional<Replay> replays, OutcomeRecord record) {
    var trail = trails.computeIfAbsent(record.log(), _ -> new JackpotTrail());
    return switch (trail.follow(record)) {
      case JackpotTrail.Finding.Nothing _ ->
          replays.map(again -> again.check(record)).orElseGet(() -> new Finding.True(name(record)));
      case JackpotTrail.Finding.Follows(String what) ->
          new Finding.True(name(record) + ", " + what);
      case JackpotTrail.Finding.Contradicts(String why) -> new Finding.Refuted("jackpot: " + why);
    };
  }

  private static String name(OutcomeRecord record) {
    return record.log() + " " + record.seq() + " " + record.body().type();
  }

  private static Finding seal(SealVerdict verdict) {
    return switch (verdict) {
      case SealVerdict.Intact intact ->
          new Finding.True(intact.checkpoint().origin() + " " + intact.index());
      case SealVerdict.Broken broken -> new Finding.Refuted(broken.toString());
    };
  }

  private void count(PrintWriter out, String where, Finding finding) {
    switch (finding) {
      case Finding.True(String what) -> {
        accepted++;
        if (!quiet) {
          out.println(where + ": true: " + what);
        }
      }
      case Finding.Refuted(String why) -> {
        refuted++;
        out.println(where + ": refuted: " + why);
      }
      case Finding.Undecided(String why) -> {
        undecided++;
        out.println(where + ": undecided: " + why);
      }
    }
  }
}
