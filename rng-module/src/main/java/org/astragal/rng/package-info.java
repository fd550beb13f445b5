/**
 * From noise samples to unbiased draws: the life of a number.
 *
 * <ol>
 *   <li>{@link org.astragal.rng.NoiseSource} gives samples, as raw as the device has them.
 *   <li>{@code TestedNoise} sends every sample through the tests of SP 800-90B and three more,
 *       after a start-up run of 1024. An alarm stops the generator.
 *   <li>{@code NoiseFeed} keeps tested noise ready, in a ring that one thread fills.
 *   <li>Each {@link org.astragal.rng.RngStream} has a {@code Drbg} of its own (SP 800-90A), seeded
 *       from conditioned noise with a personalisation string of its own, and reseeded by count and
 *       time. Bytes of the operating system are additional input.
 *   <li>Each output block is the DRBG's block, exclusive or fresh tested noise.
 *   <li>{@code UniformDraw} takes 64-bit words of it and gives integers below n, by rejection.
 * </ol>
 *
 * <p>What is claimed: whoever would foretell a draw must foretell both the DRBG and noise that it
 * has not seen. What is not: an HSM's {@code C_GenerateRandom} is as a rule already a DRBG, so in
 * the words of SP 800-90C the generator here is a child of the HSM's; it is a full-entropy
 * RBG3(XOR) only where the device gives full-entropy bits and a laboratory has said so.
 */
package org.astragal.rng;
