package org.astragal.ledger;

/**
 * What one bet gives to one level.
 *
 * @param bet place in the record, from 0
 * @param level number of the level
 * @param rules number of the rules file
 * @param stakeMinor the stake, minor units
 * @param poolMicro SOURCE to POOL, micro-units
 * @param reserveMicro SOURCE to RESERVE, micro-units
 */
record Share(int bet, int level, int rules, long stakeMinor, long poolMicro, long reserveMicro) {}
