package org.astragal.signer;

/**
 * The channels between the stages: callers → writer → player → writer → signing → writer → release.
 *
 * <p>Thread safety: as {@link Channel}.
 *
 * @param writer on which the writer sleeps
 * @param intents new rounds, for the writer
 * @param player on which the player sleeps
 * @param plays rounds whose intents are durable, and events, for the player
 * @param played records that are not durable, for the writer
 * @param signer on which the signing thread sleeps
 * @param durable durable records without a checkpoint, for the signing thread
 * @param signed checkpoints that are not durable, for the writer
 * @param releaser on which the release thread sleeps
 * @param covered durable checkpoints, for the release thread
 */
record Pipes(
    Wakeup writer,
    Channel<Ticket> intents,
    Wakeup player,
    Channel<Submitted> plays,
    Channel<Entry> played,
    Wakeup signer,
    Channel<Entry> durable,
    Channel<Signed> signed,
    Wakeup releaser,
    Channel<Signed> covered) {

  static Pipes create() {
    var writer = new Wakeup();
    var player = new Wakeup();
    var signer = new Wakeup();
    var releaser = new Wakeup();
    return new Pipes(
        writer,
        new Channel<>(writer),
        player,
        new Channel<>(player),
        new Channel<>(writer),
        signer,
        new Channel<>(signer),
        new Channel<>(writer),
        releaser,
        new Channel<>(releaser));
  }

  /** Wakes every stage, to see that it must stop. */
  void wakeAll() {
    writer.signal();
    player.signal();
    signer.signal();
    releaser.signal();
  }
}
