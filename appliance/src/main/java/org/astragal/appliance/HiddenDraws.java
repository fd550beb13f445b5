package org.astragal.appliance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Draw;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * The draws of a step some of which players must not see yet, and the nonce of the commitment to
 * those. Kept beside the record of the step until the round has ended.
 */
final class HiddenDraws {
  private final byte[] nonce;
  private final List<Draw> draws;

  HiddenDraws(byte[] nonce, List<Draw> draws) {
    this.nonce = nonce.clone();
    this.draws = List.copyOf(draws);
  }

  byte[] nonce() {
    return nonce.clone();
  }

  /** {@return all draws of the step, in order} */
  List<Draw> draws() {
    return draws;
  }

  byte[] bytes() {
    return JcsWriter.encode(
        Json.Obj.of(
            Map.of(
                "draws", new Json.Arr(draws.stream().map(HiddenDraws::json).toList()),
                "nonce", new Json.Str(HexFormat.of().formatHex(nonce)))));
  }

  private static Json json(Draw draw) {
    return Json.Obj.of(
        Map.of(
            "hidden", new Json.Bool(draw.isHidden()),
            "n", new Json.Str(Long.toString(draw.n())),
            "purpose", new Json.Str(draw.purpose()),
            "step", new Json.Int(draw.step()),
            "v", new Json.Str(Long.toString(draw.v()))));
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws IllegalStateException if it is anything else: nobody but us writes it
   */
  static HiddenDraws parse(byte[] kept) {
    try {
      if (Json.parse(kept) instanceof Json.Obj whole) {
        var draws = new ArrayList<Draw>();
        for (Json item : whole.arr("draws")) {
          if (item instanceof Json.Obj draw) {
            draws.add(
                new Draw(
                    draw.string("purpose"),
                    draw.decimal("n"),
                    draw.decimal("v"),
                    (int) draw.integer("step"),
                    draw.bool("hidden")));
          }
        }
        return new HiddenDraws(HexFormat.of().parseHex(whole.string("nonce")), draws);
      }
    } catch (JsonException | IllegalArgumentException e) {
      throw new IllegalStateException("what is kept for a round does not parse", e);
    }
    throw new IllegalStateException("what is kept for a round does not parse");
  }

  /** Says how many there are, and nothing else. */
  @Override
  public String toString() {
    return draws.size() + " draws";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HiddenDraws that
        && Arrays.equals(nonce, that.nonce)
        && draws.equals(that.draws);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(nonce);
  }
}
