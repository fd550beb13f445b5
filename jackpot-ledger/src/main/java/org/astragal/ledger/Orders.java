package org.astragal.ledger;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.ledger.Row.Reason;
import org.astragal.outcome.Json;

/**
 * Does what two persons have decided, in whole or not at all. Money that leaves a level or comes to
 * it from another one goes over the ADJUST account of each, so that each adds up to zero by itself.
 * Used by one thread.
 */
final class Orders {
  private static final List<AccountKind> HELD =
      List.of(AccountKind.POOL, AccountKind.RESERVE, AccountKind.OVERFLOW);

  private final Pools pools;
  private final Work work;
  private final Postings postings;

  Orders(Pools pools, Work work) {
    this.pools = pools;
    this.work = work;
    this.postings = new Postings(work);
  }

  /**
   * Carries out an order.
   *
   * @return why it cannot be, in words for people; then nothing has changed
   */
  Optional<String> apply(Order order) {
    var from = find(order.place());
    if (from.isEmpty()) {
      return Optional.of("there is no level " + order.place() + " that is not retired");
    }
    if (order.to().isEmpty()) {
      return adjust(from.get(), order);
    }
    var to = find(order.to().get());
    if (to.isEmpty()) {
      return Optional.of("there is no level " + order.to().get() + " that is not retired");
    }
    var rules = from.get().pool().terms().rules();
    var others = to.get().pool().terms().rules();
    if (!rules.currency().equals(others.currency()) || rules.exp() != others.exp()) {
      return Optional.of(
          "%s is in %s, %s in %s"
              .formatted(order.place(), rules.currency(), order.to().get(), others.currency()));
    }
    return order.act() == Order.Act.TRANSFER
        ? transfer(from.get(), to.get(), order)
        : retire(from.get(), to.get(), order);
  }

  private Optional<Pools.Place> find(Order.Place place) {
    return pools
        .pool(place.pool())
        .flatMap(pool ->
            pool.level(place.level())
                .filter(level -> !level.retired())
                .map(level -> new Pools.Place(pool, level)));
  }

  private Optional<String> adjust(Pools.Place at, Order order) {
    var micro = order.micro();
    var obstacle = micro > 0 ? cannotTake(at, micro) : cannotGive(at, Math.abs(micro));
    if (obstacle.isPresent()) {
      return obstacle;
    }
    if (micro > 0) {
      move(at, AccountKind.ADJUST, AccountKind.POOL, micro, Reason.ADJUST);
    } else {
      move(at, AccountKind.POOL, AccountKind.ADJUST, Math.abs(micro), Reason.ADJUST);
    }
    told("jackpot.adjusted", order);
    return Optional.empty();
  }

  private Optional<String> transfer(Pools.Place from, Pools.Place to, Order order) {
    var micro = order.micro();
    var obstacle = cannotGive(from, micro).or(() -> cannotTake(to, micro));
    if (obstacle.isPresent()) {
      return obstacle;
    }
    move(from, AccountKind.POOL, AccountKind.ADJUST, micro, Reason.TRANSFER);
    move(to, AccountKind.ADJUST, AccountKind.POOL, micro, Reason.TRANSFER);
    told("jackpot.transferred", order);
    return Optional.empty();
  }

  private Optional<String> retire(Pools.Place from, Pools.Place to, Order order) {
    var level = from.level();
    for (var kind : HELD) {
      if (level.micro(kind) < 0) {
        return Optional.of(kind + " of " + order.place() + " is below zero: adjust it first");
      }
    }
    var all = HELD.stream().mapToLong(level::micro).sum();
    if (!to.level().hasRoomFor(all)) {
      return Optional.of(order.to().orElseThrow() + " cannot hold so much");
    }
    var room = Math.max(to.level().rules().ceilingMicro() - to.level().micro(AccountKind.POOL), 0);
    for (var kind : HELD) {
      var micro = level.micro(kind);
      move(from, kind, AccountKind.ADJUST, micro, Reason.RETIRE);
      var fits = kind == AccountKind.POOL ? Math.min(micro, room) : micro;
      move(to, AccountKind.ADJUST, kind, fits, Reason.RETIRE);
      move(to, AccountKind.ADJUST, AccountKind.OVERFLOW, micro - fits, Reason.RETIRE);
    }
    level.retire();
    from.pool().rewriteTerms(from.pool().terms().file());
    told("jackpot.retired", order);
    return Optional.empty();
  }

  private static Optional<String> cannotGive(Pools.Place from, long micro) {
    var holds = from.level().micro(AccountKind.POOL);
    if (from.level().rules().kind() == TriggerRules.Kind.MUST_HIT
        && from.level().decided().micro() < holds) {
      return Optional.of(
          "%s %s holds contributions about which its holder has not been asked"
              .formatted(from.pool().name(), from.level().name()));
    }
    return micro > holds
        ? Optional.of(
            "%s %s holds %d micro-units only"
                .formatted(from.pool().name(), from.level().name(), holds))
        : Optional.empty();
  }

  private static Optional<String> cannotTake(Pools.Place to, long micro) {
    var level = to.level();
    return !level.hasRoomFor(micro)
            || micro > level.rules().ceilingMicro() - level.micro(AccountKind.POOL)
        ? Optional.of("%s %s would be above its ceiling".formatted(to.pool().name(), level.name()))
        : Optional.empty();
  }

  private void move(
      Pools.Place at, AccountKind source, AccountKind target, long micro, Reason reason) {
    postings.move(at.pool(), at.level(), source, target, micro, reason, Postings.NO_CAUSE);
  }

  private void told(String type, Order order) {
    work.event(type, new TreeMap<String, Json>(order.json().members()));
  }
}
