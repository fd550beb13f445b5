/** The appliance: wires every stage and serves it over REST. */
package org.astragal.appliance;
