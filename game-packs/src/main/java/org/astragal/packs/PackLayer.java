package org.astragal.packs;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.astragal.packs.PackException.Fault;

/** Defines modules in layers of their own. */
final class PackLayer {
  private static final Set<String> READS = Set.of("java.base", HostApi.MODULE);

  private PackLayer() {}

  /** {@return the module of a pack, in a layer above the interface that this program has} */
  static Module overHost(ModuleDescriptor descriptor, URI location, Map<String, byte[]> entries)
      throws PackException {
    return define(
        descriptor, location, entries, HostApi.get().layer(), Optional.of(HostApi.module()));
  }

  /**
   * {@return a module of its own, in a layer above {@code parent}}
   *
   * @param api where the classes of the interface are, if the module has another one by that name
   */
  static Module define(
      ModuleDescriptor descriptor,
      URI location,
      Map<String, byte[]> entries,
      ModuleLayer parent,
      Optional<Module> api)
      throws PackException {
    try {
      var reference = new MemoryModule(descriptor, location, entries);
      Configuration configuration =
          parent
              .configuration()
              .resolve(reference.finder(), ModuleFinder.of(), Set.of(descriptor.name()));
      requireReads(configuration.findModule(descriptor.name()).orElseThrow());
      // No class loader behind: what the modules that it reads do not have, it does not find.
      ModuleLayer.Controller controller =
          ModuleLayer.defineModulesWithOneLoader(configuration, List.of(parent), null);
      Module module = controller.layer().findModule(descriptor.name()).orElseThrow();
      api.filter(host -> !host.isNamed()).ifPresent(host -> controller.addReads(module, host));
      return module;
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new PackException(
          Fault.MODULE_NOT_SEALED, "the module of the pack cannot be resolved: " + e, e);
    }
  }

  private static void requireReads(ResolvedModule module) throws PackException {
    Set<String> reads =
        module.reads().stream().map(ResolvedModule::name).collect(Collectors.toSet());
    reads.removeAll(READS);
    // Annotations of the compiler, where the program itself has them at run time.
    reads.remove("org.jspecify");
    if (!reads.isEmpty()) {
      throw new PackException(
          Fault.MODULE_NOT_SEALED, "the module of the pack would read " + reads);
    }
  }

  /** {@return the one provider of a service in a module, made now} */
  static <S> S provider(Module module, Class<S> service) throws PackException {
    // The archived interface has a service of its own, which no descriptor can name.
    PackLayer.class.getModule().addUses(service);
    try {
      return ServiceLoader.load(module.getLayer(), service).stream()
          .filter(provider -> provider.type().getModule() == module)
          .findFirst()
          .orElseThrow(() ->
              new PackException(Fault.NOT_LOADABLE, "the pack provides no " + service.getName()))
          .get();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new PackException(
          Fault.NOT_LOADABLE, "the classes of the pack cannot be started: " + e, e);
    }
  }
}
