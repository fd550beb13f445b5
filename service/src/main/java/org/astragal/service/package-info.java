/**
 * What the two services have in common: configuration files, certificates, callers, an orderly
 * stop.
 */
package org.astragal.service;
