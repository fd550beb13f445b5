/**
 * One PKCS#11 token: found by label, audited, signing, giving noise, and recovering from its own
 * failures.
 */
package org.astragal.hsm;
