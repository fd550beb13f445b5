/**
 * A developer site: one folder with a SoftHSM2 token, the signing key on it, a certificate
 * authority with certificates for every role, the trust policy of the log, and the configuration of
 * appliance and ledger. For development only.
 *
 * <p>SoftHSM reads SOFTHSM2_CONF once per process. {@link org.astragal.setup.DevSite#create} may be
 * called anywhere all the same: where the variable does not name the site, the token is made in a
 * process of its own.
 */
package org.astragal.setup;
