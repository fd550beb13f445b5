package org.astragal.service;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who makes a request.
 *
 * @param role what it may do
 * @param operator whose rounds it speaks for, 1 to 64 visible ASCII characters
 */
public record Caller(Role role, String operator) {
  private static final int MAX_OPERATOR = 64;

  /**
   * Reads the subject of a client certificate: the role is its one OU, the operator its one O.
   *
   * @param certificate of a trusted authority; that is for TLS to check
   * @return the caller; empty if the subject names none, or more than one
   */
  public static Optional<Caller> of(X509Certificate certificate) {
    try {
      var subject = new LdapName(certificate.getSubjectX500Principal().getName());
      if (subject.getRdns().stream().anyMatch(rdn -> rdn.size() != 1)) {
        return Optional.empty();
      }
      Optional<Role> role = one(subject, "OU").flatMap(Role::of);
      Optional<String> operator = one(subject, "O").filter(Caller::isVisible);
      return role.isPresent() && operator.isPresent()
          ? Optional.of(new Caller(role.get(), operator.get()))
          : Optional.empty();
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> one(LdapName subject, String type) {
    List<String> values = new ArrayList<>();
    for (Rdn rdn : subject.getRdns()) {
      if (rdn.getType().equalsIgnoreCase(type)) {
        values.add(String.valueOf(rdn.getValue()));
      }
    }
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private static boolean isVisible(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_OPERATOR
        && text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }
}
