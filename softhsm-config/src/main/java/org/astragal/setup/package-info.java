/** A developer site on SoftHSM2: token, keys, certificates, configuration. */
package org.astragal.setup;
