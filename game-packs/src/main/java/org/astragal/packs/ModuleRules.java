package org.astragal.packs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.astragal.packs.PackException.Fault;

/** What the module of a pack may be: closed to all sides but for its games. */
final class ModuleRules {
  private static final String MODULE_INFO = "module-info.class";
  private static final Set<String> READS = Set.of("java.base", HostApi.MODULE);

  /** Annotations that the compiler reads and that are not there at run time. */
  private static final String ANNOTATIONS = "org.jspecify";

  private static final String SERVICE = HostApi.MODULE + ".GamePack";

  private ModuleRules() {}

  /** {@return the descriptor of the module of this name, which keeps all rules} */
  static ModuleDescriptor require(Map<String, byte[]> entries, String name) throws PackException {
    ModuleDescriptor module = require(entries);
    if (!module.name().equals(name)) {
      throw sealed("it is " + module.name() + ", the manifest says " + name);
    }
    return module;
  }

  /** {@return the descriptor of the module that these entries are, which keeps all rules} */
  static ModuleDescriptor require(Map<String, byte[]> entries) throws PackException {
    byte[] info = entries.get(MODULE_INFO);
    if (info == null) {
      throw sealed("it has no " + MODULE_INFO);
    }
    Set<String> packages = packages(entries);
    requireOwn(packages);
    ModuleDescriptor module = read(info, packages);
    requireReads(module);
    requireClosed(module);
    return module;
  }

  private static ModuleDescriptor read(byte[] info, Set<String> packages) throws PackException {
    try {
      ModuleDescriptor module =
          ModuleDescriptor.read(new ByteArrayInputStream(info), () -> packages);
      if (!module.packages().equals(packages)) {
        throw sealed("its packages are not those that " + MODULE_INFO + " lists");
      }
      return module;
    } catch (IOException | InvalidModuleDescriptorException e) {
      throw new PackException(Fault.MODULE_NOT_SEALED, MODULE_INFO + " cannot be read: " + e, e);
    }
  }

  private static Set<String> packages(Map<String, byte[]> entries) throws PackException {
    var packages = new TreeSet<String>();
    for (String name : entries.keySet()) {
      if (!LogicHash.counts(name) || name.equals(MODULE_INFO)) {
        continue;
      }
      int slash = name.lastIndexOf('/');
      if (slash < 0) {
        throw new PackException(Fault.ENTRY_NOT_ALLOWED, name + " is in no package");
      }
      packages.add(name.substring(0, slash).replace('/', '.'));
    }
    return packages;
  }

  private static void requireReads(ModuleDescriptor module) throws PackException {
    for (Requires requires : module.requires()) {
      boolean annotations =
          requires.name().equals(ANNOTATIONS)
              && requires.modifiers().contains(Requires.Modifier.STATIC);
      if (!READS.contains(requires.name()) && !annotations) {
        throw sealed("it asks for the module " + requires.name());
      }
    }
  }

  private static void requireClosed(ModuleDescriptor module) throws PackException {
    if (module.isOpen() || !module.opens().isEmpty()) {
      throw sealed("it is open to reflection");
    }
    if (!module.uses().isEmpty()) {
      throw sealed("it looks for services: " + module.uses());
    }
    if (module.provides().size() != 1
        || module.provides().stream()
            .anyMatch(p -> !p.service().equals(SERVICE) || p.providers().size() != 1)) {
      throw sealed("it must provide one " + SERVICE + " and nothing else");
    }
  }

  /** A package of the interface or of the JDK in a pack would be a second one of that name. */
  private static void requireOwn(Set<String> packages) throws PackException {
    Set<String> platform = ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();
    for (String own : packages) {
      if (platform.contains(own) || own.equals(HostApi.MODULE) || own.startsWith("java.")) {
        throw new PackException(
            Fault.PACKAGE_SPLIT, "the package " + own + " belongs to another module");
      }
    }
  }

  private static PackException sealed(String why) {
    return new PackException(Fault.MODULE_NOT_SEALED, "the module of the pack: " + why);
  }
}
