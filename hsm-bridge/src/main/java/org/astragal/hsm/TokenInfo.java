package org.astragal.hsm;

/**
 * What the token says of itself.
 *
 * @param label its label
 * @param manufacturer its maker
 * @param model its model
 * @param serial its serial number
 * @param hardware version of its hardware
 * @param firmware version of its firmware
 * @param slot the slot it is in now; changes when tokens come and go, for display only
 * @param pinCountLow a wrong PIN was given since the last good login
 * @param pinFinalTry one more wrong PIN locks the token
 * @param pinLocked the user PIN is locked
 * @spec pkcs11.html#CK_TOKEN_INFO PKCS #11 v2.40, CK_TOKEN_INFO
 */
public record TokenInfo(
    String label,
    String manufacturer,
    String model,
    String serial,
    String hardware,
    String firmware,
    long slot,
    boolean pinCountLow,
    boolean pinFinalTry,
    boolean pinLocked) {}
