package org.astragal.games.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.DoubleEntry;
import java.lang.classfile.constantpool.FloatEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads class files and says what in them could make a game depend on more than its bets and draws.
 *
 * <p>A type of the JDK must be on the list below, wherever a class file names it: in an
 * instruction, a signature or a constant. Among the listed types, calls whose answer differs from
 * machine to machine or run to run are forbidden by name.
 */
final class Purity {
  /** Types that a pack may name. */
  private static final Set<String> TYPES =
      Set.of(
          "java/lang/Boolean",
          "java/lang/CharSequence",
          "java/lang/Class",
          "java/lang/Comparable",
          "java/lang/Character",
          "java/lang/Enum",
          "java/lang/Exception",
          "java/lang/FunctionalInterface",
          "java/lang/IllegalArgumentException",
          "java/lang/IllegalStateException",
          "java/lang/Integer",
          "java/lang/Iterable",
          "java/lang/Long",
          "java/lang/MatchException",
          "java/lang/Math",
          "java/lang/NoSuchFieldError",
          "java/lang/Number",
          "java/lang/Object",
          "java/lang/Override",
          "java/lang/Record",
          "java/lang/RuntimeException",
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/lang/Throwable",
          "java/math/BigInteger",
          "java/util/ArrayList",
          "java/util/Arrays",
          "java/util/Collection",
          "java/util/Collections",
          "java/util/Iterator",
          "java/util/LinkedHashMap",
          "java/util/List",
          "java/util/Map",
          "java/util/Map$Entry",
          "java/util/NoSuchElementException",
          "java/util/Objects",
          "java/util/Optional",
          "java/util/Set",
          "java/util/SortedMap",
          "java/util/TreeMap",
          "java/util/TreeSet",
          "java/util/stream/Collector",
          "java/util/stream/Collectors",
          "java/util/stream/IntStream",
          "java/util/stream/Stream");

  /** What the compiler itself needs for lambdas, records, text and switches; never called. */
  private static final Set<String> COMPILER_TYPES =
      Set.of(
          "java/lang/invoke/CallSite",
          "java/lang/invoke/LambdaMetafactory",
          "java/lang/invoke/MethodHandle",
          "java/lang/invoke/MethodHandles",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/lang/invoke/MethodType",
          "java/lang/invoke/StringConcatFactory",
          "java/lang/invoke/TypeDescriptor",
          "java/lang/runtime/ObjectMethods",
          "java/lang/runtime/SwitchBootstraps");

  /** Owners of which only these methods may be used. */
  private static final Map<String, Set<String>> ONLY =
      Map.of(
          "java/lang/Object", Set.of("<init>"),
          "java/lang/Enum", Set.of("<init>", "compareTo", "name", "valueOf"),
          "java/lang/Class", Set.of(),
          "java/lang/Math", Set.of("max", "min", "addExact", "multiplyExact", "toIntExact"),
          "java/lang/StringBuilder", Set.of("<init>", "append", "toString"),
          "java/util/Set",
              Set.of("add", "contains", "forEach", "isEmpty", "iterator", "size", "stream"),
          "java/util/Map", Set.of("get", "getOrDefault", "put", "entrySet", "keySet", "values"),
          "java/util/Objects", Set.of("requireNonNull"),
          "java/util/stream/Collectors", Set.of("joining", "toList"));

  /** Calls that depend on the locale or the order of threads. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "java/lang/String.format",
          "java/lang/String.formatted",
          "java/lang/String.toLowerCase",
          "java/lang/String.toUpperCase",
          "java/lang/Integer.getInteger",
          "java/lang/Long.getLong",
          "java/lang/Boolean.getBoolean",
          "java/util/Collections.shuffle",
          "java/util/Collection.parallelStream",
          "java/util/List.parallelStream",
          "java/util/Arrays.parallelSetAll",
          "java/util/Arrays.parallelSort",
          "java/util/stream/Stream.parallel",
          "java/util/stream/IntStream.parallel");

  private static final Set<String> BOOTSTRAPS =
      Set.of(
          "java/lang/invoke/LambdaMetafactory",
          "java/lang/invoke/StringConcatFactory",
          "java/lang/runtime/ObjectMethods",
          "java/lang/runtime/SwitchBootstraps");

  private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([^;]+);");
  private static final Pattern FLOATING = Pattern.compile("(?:^|[(;)\\[BCIJSZV])\\[*[DF](?![a-z])");

  private final Set<String> findings = new TreeSet<>();
  private final String name;
  private final List<String> ownPackages;

  private Purity(String name, List<String> ownPackages) {
    this.name = name;
    this.ownPackages = ownPackages;
  }

  /** {@return what is wrong with the class; nothing is best} */
  static Set<String> findings(byte[] classFile, List<String> ownPackages) {
    ClassModel model = ClassFile.of().parse(classFile);
    var purity = new Purity(model.thisClass().asInternalName(), ownPackages);
    purity.inspect(model);
    return purity.findings;
  }

  /** {@return every class file of the module that the anchor is in, but for module-info} */
  static List<byte[]> classFilesBeside(Class<?> anchor) throws IOException, URISyntaxException {
    URI location = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path path = Path.of(location);
    if (Files.isDirectory(path)) {
      return classFilesUnder(path);
    }
    try (var jar = FileSystems.newFileSystem(path)) {
      return classFilesUnder(jar.getPath("/"));
    }
  }

  private static List<byte[]> classFilesUnder(Path root) throws IOException {
    var files = new ArrayList<byte[]>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .filter(p -> p.toString().endsWith(".class"))
          .filter(p -> !p.toString().endsWith("module-info.class"))
          .sorted()
          .forEach(p -> files.add(read(p)));
    }
    return files;
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void inspect(ClassModel model) {
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry c -> type(c.asInternalName());
        case MemberRefEntry m -> call(m.owner().asInternalName(), m.name().stringValue());
        case NameAndTypeEntry n -> descriptor(n.type().stringValue());
        case MethodTypeEntry m -> descriptor(m.descriptor().stringValue());
        case FloatEntry _, DoubleEntry _ -> found("a floating-point constant");
        default -> {}
      }
    }
    model
        .findAttribute(Attributes.bootstrapMethods())
        .ifPresent(
            attribute -> attribute.bootstrapMethods().forEach(b -> bootstrap(b.bootstrapMethod())));
    model.fields().forEach(this::field);
    model.methods().forEach(this::method);
  }

  private void bootstrap(MethodHandleEntry handle) {
    String owner = handle.reference().owner().asInternalName();
    if (!BOOTSTRAPS.contains(owner)) {
      found("a call site linked by " + owner);
    }
  }

  private void field(FieldModel field) {
    descriptor(field.fieldType().stringValue());
    if (!field.flags().has(AccessFlag.FINAL)) {
      found("the field " + field.fieldName() + " that can change");
    }
    boolean isTable =
        field.flags().has(AccessFlag.STATIC) && field.fieldType().stringValue().startsWith("[");
    if (isTable && !field.flags().has(AccessFlag.SYNTHETIC)) {
      found("the static array " + field.fieldName() + ", whose elements can change");
    }
  }

  private void method(MethodModel method) {
    descriptor(method.methodType().stringValue());
    if (method.flags().has(AccessFlag.NATIVE) || method.flags().has(AccessFlag.SYNCHRONIZED)) {
      found("the native or synchronized method " + method.methodName());
    }
    method
        .code()
        .ifPresent(code -> {
          for (var element : code) {
            if (element instanceof Instruction instruction) {
              instruction(method, instruction);
            }
          }
        });
  }

  private void instruction(MethodModel method, Instruction instruction) {
    Opcode opcode = instruction.opcode();
    if (opcode == Opcode.MONITORENTER) {
      found("a lock in " + method.methodName());
    }
    // The opcodes of floating point are those whose names begin with D or F, but for DUP.
    boolean isFloating =
        opcode.name().matches("[DF](ADD|SUB|MUL|DIV|REM|NEG|CMP.|LOAD.*|STORE.*|CONST_.|2.|RETURN)")
            || opcode.name().matches("[IJL]2[DF]");
    if (isFloating) {
      found("floating point in " + method.methodName());
    }
    if (instruction instanceof FieldInstruction field
        && opcode == Opcode.PUTSTATIC
        && !method.methodName().equalsString("<clinit>")) {
      found("the static field " + field.name() + " set in " + method.methodName());
    }
  }

  private void type(String internalName) {
    String element = internalName.startsWith("[") ? "" : internalName;
    if (element.isEmpty()) {
      descriptor(internalName);
    } else if (!isOwn(element) && !TYPES.contains(element) && !isCompilers(element)) {
      found("the type " + element);
    }
  }

  private void call(String owner, String method) {
    if (owner.startsWith("[") || isOwn(owner) || BOOTSTRAPS.contains(owner)) {
      return;
    }
    boolean isAllowed =
        ONLY.containsKey(owner)
            ? ONLY.get(owner).contains(method)
            : (TYPES.contains(owner) || owner.startsWith("java/util/function/"))
                && !FORBIDDEN.contains(owner + "." + method);
    if (!isAllowed) {
      found("the call " + owner + "." + method);
    }
  }

  private void descriptor(String descriptor) {
    Matcher types = TYPE_IN_DESCRIPTOR.matcher(descriptor);
    while (types.find()) {
      type(types.group(1));
    }
    if (FLOATING.matcher(types.replaceAll(";")).find()) {
      found("floating point in " + descriptor);
    }
  }

  private boolean isOwn(String type) {
    return ownPackages.stream()
        .anyMatch(own -> type.startsWith(own) && type.indexOf('/', own.length()) < 0);
  }

  private static boolean isCompilers(String type) {
    return COMPILER_TYPES.contains(type) || type.startsWith("java/util/function/");
  }

  private void found(String what) {
    findings.add(name + ": " + what);
  }
}
