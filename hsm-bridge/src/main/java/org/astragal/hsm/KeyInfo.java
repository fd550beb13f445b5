package org.astragal.hsm;

/**
 * One private key of the token, trusted or not.
 *
 * @param label its CKA_LABEL; may be empty for keys made by other programs
 * @param id its CKA_ID in lower-case hexadecimal
 * @param audit what the token says of it
 */
public record KeyInfo(String label, String id, KeyAudit audit) {}
