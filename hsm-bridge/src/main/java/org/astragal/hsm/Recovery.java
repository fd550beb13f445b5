package org.astragal.hsm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The ladder. One thread climbs it, all callers wait for it:
 *
 * <ol>
 *   <li>after a failure, a new {@link Link}; a provider is not trusted after an error, not even for
 *       the retry;
 *   <li>when that fails, or the code says that token or library are gone, C_Finalize and
 *       C_Initialize, never while a call is in the library; some libraries need it after their
 *       token was away: SoftHSM when its store was, p11-kit when its server was;
 *   <li>when that fails, the token is down: callers are refused at once, without a native call, and
 *       the token is looked for every {@value #PROBE_MILLIS} ms until all of it works again.
 * </ol>
 *
 * <p>On each rung the token must give random numbers and a signature that verifies, by a key that
 * was found again and has the public key it had, before anybody may use it.
 *
 * <p>Thread safety: safe.
 */
final class Recovery implements AutoCloseable {
  /** What to do over a link. */
  interface Use<T> {
    T on(Link link) throws TokenException;
  }

  private enum State {
    UP,
    CLIMBING,
    DOWN
  }

  /** How soon a loss is seen although nobody uses the token, and a return. */
  static final int PROBE_MILLIS = 500;

  /** Of the calls that may hang at one time, the rest is left to callers. */
  private static final int MAX_HUNG = 8;

  private final Connection connection;
  private final CallPool pool;
  private final Rungs rungs;
  private final Duration callLimit;
  private final Outages outages;
  private final Thread climber;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final Condition work = lock.newCondition();

  // Guarded by the lock.
  private State state = State.UP;
  private @Nullable Link link;
  private @Nullable TokenException reason;
  private boolean closed;

  private Recovery(
      Connection connection, CallPool pool, Rungs rungs, TokenListener listener, Link first) {
    this.connection = connection;
    this.pool = pool;
    this.rungs = rungs;
    this.callLimit = connection.config().callTimeout();
    this.outages = new Outages(listener);
    this.link = first;
    this.climber = Thread.ofPlatform().name("pkcs11-recovery").daemon(true).unstarted(this::run);
  }

  /** Opens the first link, with one try of the PIN, and watches over it from then on. */
  static Recovery start(Connection connection, CallPool pool, TokenListener listener)
      throws TokenException {
    var rungs = new Rungs(connection, pool);
    var recovery = new Recovery(connection, pool, rungs, listener, rungs.first());
    recovery.climber.start();
    return recovery;
  }

  /** Remembers a key, which takes part in the self-test from now on, and tries it. */
  void test(String label, SignatureCheck check) throws TokenException {
    use(link -> link.sign(label, check, Rungs.SELF_TEST));
    rungs.remember(label, check);
  }

  /** Runs a call within the call timeout, and once more over another link if that may help. */
  <T> T use(Use<T> use) throws TokenException {
    return use(callLimit, use);
  }

  /** As {@link #use(Use)}, with another limit. */
  <T> T use(Duration limit, Use<T> use) throws TokenException {
    try {
      return useOnce(limit, use);
    } catch (TokenException first) {
      if (!first.errorClass().retried()) {
        throw first;
      }
      try {
        return useOnce(limit, use);
      } catch (TokenException second) {
        second.addSuppressed(first);
        throw second;
      }
    }
  }

  /** Runs a call, not repeated whatever happens. */
  <T> T useOnce(Duration limit, Use<T> use) throws TokenException {
    Link current = link();
    try {
      return pool.call(limit, () -> use.on(current));
    } catch (TokenException e) {
      if (e.errorClass().breaksConnection()) {
        replace(current, e);
      }
      throw e;
    }
  }

  /** The link in use; waits while there is none, and refuses while the token is down. */
  private Link link() throws TokenException {
    lock.lock();
    try {
      long left = rungs.linkLimit().toNanos();
      while (state == State.CLIMBING && !closed) {
        if (left <= 0) {
          throw TokenException.busy("the token is still being connected to", null);
        }
        left = settled.awaitNanos(left);
      }
      if (closed) {
        throw new IllegalStateException("the token was closed");
      }
      if (link == null) {
        throw away();
      }
      return link;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TokenException.busy("interrupted before the call", e);
    } finally {
      lock.unlock();
    }
  }

  private TokenException away() {
    TokenException why = reason;
    return why == null
        ? new TokenException(TokenException.Fault.DEVICE_ERROR, "the token is away")
        : TokenException.away(why);
  }

  /** Gives a link up, if it is still the one in use. */
  private void replace(Link used, TokenException why) {
    lock.lock();
    try {
      if (link == used && state == State.UP) {
        state = State.CLIMBING;
        reason = why;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives the link in use up, because what it knows of the token is old. */
  void renew() {
    lock.lock();
    try {
      if (state == State.UP) {
        state = State.CLIMBING;
        reason = null;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      State now;
      TokenException why;
      lock.lock();
      try {
        if (state != State.CLIMBING && !closed) {
          var _ = work.await(PROBE_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (closed) {
          return;
        }
        now = state;
        why = reason;
      } catch (InterruptedException e) {
        return; // nobody interrupts it but the end of the process
      } finally {
        lock.unlock();
      }
      try {
        switch (now) {
          case UP -> probe();
          case CLIMBING -> climb(why);
          case DOWN -> comeBack();
        }
      } catch (RuntimeException e) {
        // A library's or provider's surprise is a failure of the device, too.
        down(new TokenException(TokenException.Fault.DEVICE_ERROR, "an unexpected failure", e));
      }
    }
  }

  /** Sees to it that a token that went away is missed before somebody needs it. */
  private void probe() {
    if (pool.hung() > 0) {
      return; // a call that hangs is somebody's already
    }
    try {
      pool.call(callLimit, connection::find);
    } catch (TokenException e) {
      Link used = current();
      if (used != null && e.errorClass().breaksConnection()) {
        replace(used, e);
      }
    }
  }

  private void climb(@Nullable TokenException why) {
    Link old = current();
    if (old != null && (why == null || why.errorClass() != ErrorClass.HANG)) {
      rungs.close(old); // what hangs is left alone
    }
    rungs.discarded();
    try {
      up(
          why != null && why.errorClass() == ErrorClass.MODULE
              ? rungs.restarted(why, this::open)
              : rungs.replaced(this::open));
    } catch (TokenException e) {
      down(e);
    }
  }

  private void comeBack() {
    if (pool.hung() >= MAX_HUNG) {
      return;
    }
    try {
      Link fresh;
      try {
        pool.call(callLimit, connection::find);
        fresh = rungs.replaced(this::open);
      } catch (TokenException e) {
        fresh = rungs.restarted(e, this::open);
      }
      up(fresh);
    } catch (TokenException e) {
      down(e);
    }
  }

  private void up(Link fresh) {
    settle(State.UP, fresh, null);
    outages.back(System.nanoTime());
  }

  private void down(TokenException why) {
    settle(State.DOWN, null, why);
    outages.away(why, System.nanoTime());
  }

  private void settle(State next, @Nullable Link fresh, @Nullable TokenException why) {
    lock.lock();
    try {
      state = next;
      link = fresh;
      reason = why;
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Link current() {
    lock.lock();
    try {
      return link;
    } finally {
      lock.unlock();
    }
  }

  private boolean open() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the climber and closes our session. */
  @Override
  public void close() {
    Link last;
    lock.lock();
    try {
      closed = true;
      last = link;
      work.signal();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      climber.join(callLimit); // it may be starting the library anew at this moment
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (last != null) {
      rungs.close(last);
    }
  }
}
