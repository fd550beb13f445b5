package org.astragal.ledger;

import java.util.Arrays;

/** What a level holds, and by which rules. Used by one thread. */
final class LevelState {
  private static final int ACCOUNTS = AccountKind.values().length;

  private final int id;
  private final String name;
  private final long[] micro;
  private RulesFile file;
  private long cycle;
  private boolean retired;
  private Decided decided;

  /** A level that holds nothing yet. */
  LevelState(int id, String name, RulesFile file) {
    this(id, name, file, new long[ACCOUNTS], 1, false, Decided.begin(0, 0));
  }

  LevelState(
      int id,
      String name,
      RulesFile file,
      long[] micro,
      long cycle,
      boolean retired,
      Decided decided) {
    this.id = id;
    this.name = name;
    this.file = file;
    this.micro = Arrays.copyOf(micro, ACCOUNTS);
    this.cycle = cycle;
    this.retired = retired;
    this.decided = decided;
  }

  LevelState copy() {
    return new LevelState(id, name, file, micro, cycle, retired, decided);
  }

  /** {@return its number in the books} */
  int id() {
    return id;
  }

  String name() {
    return name;
  }

  /** {@return the file whose rules of it hold} */
  RulesFile file() {
    return file;
  }

  /** {@return the rules that hold for it} */
  LevelRules rules() {
    return file.level(name).orElseThrow();
  }

  void file(RulesFile newest) {
    file = newest;
  }

  /** {@return 1 before the first win, one more after each} */
  long cycle() {
    return cycle;
  }

  void nextCycle() {
    cycle++;
  }

  boolean retired() {
    return retired;
  }

  void retire() {
    retired = true;
  }

  /** {@return how far an appliance has decided over it} */
  Decided decided() {
    return decided;
  }

  void decided(Decided next) {
    decided = next;
  }

  /** {@return a balance, micro-units} */
  long micro(AccountKind kind) {
    return micro[kind.index()];
  }

  /**
   * Moves micro-units, and so keeps the sum of all accounts at zero.
   *
   * @throws ArithmeticException if a balance would not fit; nothing has changed
   */
  void move(AccountKind source, AccountKind target, long amount) {
    var left = Math.subtractExact(micro[source.index()], amount);
    micro[target.index()] = Math.addExact(micro[target.index()], amount);
    micro[source.index()] = left;
  }

  /** {@return whether {@code more} can come in without a balance that does not fit} */
  boolean hasRoomFor(long more) {
    try {
      // Each of the other balances is bounded by what ever came in.
      var in = Math.negateExact(Math.addExact(micro(AccountKind.SOURCE), micro(AccountKind.HOUSE)));
      var all = Math.addExact(in, Math.absExact(micro(AccountKind.ADJUST)));
      return Math.addExact(all, more) >= 0;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  boolean hasSameBalances(LevelState other) {
    return Arrays.equals(micro, other.micro);
  }

  /** {@return what all accounts add up to: zero, or the books are broken} */
  long sum() {
    return Arrays.stream(micro).sum();
  }
}
