/**
 * The append-only log of outcomes: the life of an outcome from request to receipt.
 *
 * <p>Callers put an intent into a bounded queue. One thread, the {@code write} stage, works in
 * turns: it takes whatever waits (signed checkpoints, played records, new intents), makes all of it
 * durable with one synced batch, and hands each on:
 *
 * <ul>
 *   <li>durable intents go to the {@code play} stage, which plays them in order and gives each
 *       record its {@code seq} and its time; records go back to the next turn;
 *   <li>durable records go to the {@code sign} stage, which has the root of the tree signed as soon
 *       as the signature before is made; the checkpoint goes back to the next turn;
 *   <li>durable checkpoints go to the {@code release} stage, which puts the sealed outcomes
 *       together and answers the callers.
 * </ul>
 *
 * <p>While the disk syncs and the signer signs, the next turn gathers. No timer drives anything: at
 * low load each outcome has a signature of its own, at high load thousands share one.
 *
 * <p>What a failure costs: before its intent is durable, a request leaves no trace. From then on
 * until its record is durable, it is sealed as {@code round.voided} at the next start. From then on
 * the record stays, and is signed at the next start if it was not. Nothing is released before its
 * checkpoint is durable, and nothing is signed before its records are.
 */
package org.astragal.signer;
