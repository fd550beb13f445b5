package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.service.Person;
import org.astragal.service.TwoPersons;

/**
 * What an entry of the journal was made of: together with the logs and the rules files it is all
 * that the pools depend on, in the order in which it was applied.
 */
sealed interface Input {
  /** {@return the kind, as the entry names it} */
  String kind();

  /** {@return the particulars, as they stand in the entry} */
  Json.Obj json();

  /**
   * The books were opened.
   *
   * @param vkey the key that signs the journal
   */
  record Opened(String vkey) implements Input {
    static final String KIND = "opened";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Json.Obj json() {
      return Json.Obj.of(Map.of("vkey", new Json.Str(vkey)));
    }
  }

  /**
   * Rules files came into force, all of them together.
   *
   * @param files in the order in which they were adopted
   */
  record Adopted(List<PoolFile> files) implements Input {
    static final String KIND = "rules";

    public Adopted {
      files = List.copyOf(files);
    }

    /** The file of a pool. */
    record PoolFile(String pool, Hash file) {}

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Json.Obj json() {
      var list = new ArrayList<Json>();
      for (var one : files) {
        list.add(
            Json.Obj.of(
                Map.of(
                    "pool", new Json.Str(one.pool()),
                    "sha256", new Json.Str(one.file().toString()))));
      }
      return Json.Obj.of(Map.of("files", new Json.Arr(list)));
    }

    private static Adopted of(Json.Obj json) throws JsonException {
      var files = new ArrayList<PoolFile>();
      for (var one : json.arr("files")) {
        files.add(new PoolFile(object(one).string("pool"), hash(object(one), "sha256")));
      }
      return new Adopted(files);
    }
  }

  /**
   * Records of a log were posted.
   *
   * @param log its origin
   * @param number its number in the books
   * @param from the first record
   * @param to after the last record
   * @param root of the log's tree of {@code to} records
   * @param refused records that could not be posted
   */
  record Delivered(String log, int number, long from, long to, Hash root, List<Refused> refused)
      implements Input {
    static final String KIND = "batch";

    public Delivered {
      refused = List.copyOf(refused);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Json.Obj json() {
      var list = new ArrayList<Json>();
      for (var one : refused) {
        list.add(
            Json.Obj.of(
                Map.of(
                    "reason", new Json.Str(one.reason()),
                    "seq", new Json.Str(Long.toString(one.seq())))));
      }
      return Json.Obj.of(
          Map.of(
              "from", new Json.Str(Long.toString(from)),
              "log", new Json.Str(log),
              "number", new Json.Int(number),
              "refused", new Json.Arr(list),
              "root", new Json.Str(root.toString()),
              "to", new Json.Str(Long.toString(to))));
    }

    private static Delivered of(Json.Obj json) throws JsonException {
      var refused = new ArrayList<Refused>();
      for (var one : json.arr("refused")) {
        refused.add(new Refused(object(one).decimal("seq"), object(one).string("reason")));
      }
      return new Delivered(
          json.string("log"),
          (int) json.integer("number"),
          json.decimal("from"),
          json.decimal("to"),
          hash(json, "root"),
          refused);
    }
  }

  /** What two persons have wanted. */
  sealed interface ByTwo extends Input {
    /** {@return the word of each} */
    List<TwoPersons.Approval> approvals();

    /** {@return whether two persons stand behind it, by name and by certificate} */
    default boolean isByTwo() {
      return approvals().size() == 2
          && approvals().getFirst().person().isAnotherThan(approvals().getLast().person());
    }
  }

  /**
   * Two persons' order was carried out.
   *
   * @param order what they wanted
   * @param approvals the word of each
   */
  record Ordered(Order order, List<TwoPersons.Approval> approvals) implements ByTwo {
    static final String KIND = "order";

    public Ordered {
      approvals = List.copyOf(approvals);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Json.Obj json() {
      return Json.Obj.of(Map.of("approvals", Input.words(approvals), "order", order.json()));
    }

    private static Ordered of(Json.Obj json) throws JsonException {
      return new Ordered(Order.of(json.obj("order")), Input.words(json));
    }
  }

  /**
   * Two persons have ruled on something that waited for people.
   *
   * @param ruling what they wanted
   * @param approvals the word of each
   */
  record Ruled(Ruling ruling, List<TwoPersons.Approval> approvals) implements ByTwo {
    static final String KIND = "ruling";

    public Ruled {
      approvals = List.copyOf(approvals);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Json.Obj json() {
      return Json.Obj.of(Map.of("approvals", Input.words(approvals), "ruling", ruling.json()));
    }

    private static Ruled of(Json.Obj json) throws JsonException {
      return new Ruled(Ruling.of(json.obj("ruling")), Input.words(json));
    }
  }

  private static Json.Arr words(List<TwoPersons.Approval> approvals) {
    var list = new ArrayList<Json>();
    for (var one : approvals) {
      list.add(
          Json.Obj.of(
              Map.of(
                  "at", new Json.Str(one.at().toString()),
                  "certificate", new Json.Str(one.person().certificate()),
                  "person", new Json.Str(one.person().name()))));
    }
    return new Json.Arr(list);
  }

  private static List<TwoPersons.Approval> words(Json.Obj json) throws JsonException {
    var approvals = new ArrayList<TwoPersons.Approval>();
    for (var one : json.arr("approvals")) {
      var word = object(one);
      approvals.add(
          new TwoPersons.Approval(
              new Person(word.string("certificate"), word.string("person")),
              Instant.parse(word.string("at"))));
    }
    return approvals;
  }

  /** A record that was not posted. */
  record Refused(long seq, String reason) {}

  /**
   * {@return the particulars of an entry}
   *
   * @throws IllegalArgumentException if they are malformed, as JsonException
   */
  static Input of(String kind, Json.Obj json) throws JsonException {
    return switch (kind) {
      case Opened.KIND -> new Opened(json.string("vkey"));
      case Adopted.KIND -> Adopted.of(json);
      case Delivered.KIND -> Delivered.of(json);
      case Ordered.KIND -> Ordered.of(json);
      case Ruled.KIND -> Ruled.of(json);
      default -> throw new IllegalArgumentException("a kind that is not known: " + kind);
    };
  }

  private static Json.Obj object(Json json) throws JsonException {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw new IllegalArgumentException("the input must hold objects");
  }

  private static Hash hash(Json.Obj json, String name) throws JsonException {
    return Hash.parse(json.string(name));
  }
}
