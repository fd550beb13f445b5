package org.astragal.service;

import java.nio.file.Path;

/**
 * A service's key material, for serving and for calling other services.
 *
 * @param keyStore PKCS#12 with one private key and its chain
 * @param passwordFile its password, in a file of mode 0600
 * @param trustStore PEM file with the certificates of the authorities that may issue peers
 */
public record TlsFiles(Path keyStore, Path passwordFile, Path trustStore) {}
