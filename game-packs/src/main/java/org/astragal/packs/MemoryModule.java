package org.astragal.packs;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A module whose content is in memory: no file can change between verification and loading. */
final class MemoryModule extends ModuleReference {
  private final Map<String, byte[]> entries;

  /**
   * Creates one.
   *
   * @param descriptor of the module
   * @param location a name for the place it came from; nothing is read there
   * @param entries by name; not copied
   */
  MemoryModule(ModuleDescriptor descriptor, URI location, Map<String, byte[]> entries) {
    super(descriptor, location);
    this.entries = entries;
  }

  /** {@return a finder of this module and no other} */
  ModuleFinder finder() {
    return new ModuleFinder() {
      @Override
      public Optional<ModuleReference> find(String name) {
        return name.equals(descriptor().name()) ? Optional.of(MemoryModule.this) : Optional.empty();
      }

      @Override
      public Set<ModuleReference> findAll() {
        return Set.of(MemoryModule.this);
      }
    };
  }

  @Override
  public ModuleReader open() {
    return new Reader(entries, location().orElseThrow());
  }

  private record Reader(Map<String, byte[]> entries, URI location) implements ModuleReader {
    @Override
    public Optional<URI> find(String name) {
      return entries.containsKey(name)
          ? Optional.of(URI.create(location + "!/" + name))
          : Optional.empty();
    }

    @Override
    public Optional<InputStream> open(String name) {
      return Optional.ofNullable(entries.get(name)).map(ByteArrayInputStream::new);
    }

    @Override
    public Optional<ByteBuffer> read(String name) {
      return Optional.ofNullable(entries.get(name))
          .map(bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    @Override
    public Stream<String> list() {
      return entries.keySet().stream();
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
