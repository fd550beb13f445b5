package org.astragal.games.reference;

/**
 * The symbols of a reel, which is a ring.
 *
 * @param symbols in order; after the last comes the first
 */
record Strip(String symbols) {
  int length() {
    return symbols.length();
  }

  /** {@return the symbol that stands so many rows below the upper row} */
  char at(int stop, int row) {
    int place = stop + row;
    return symbols.charAt(place < symbols.length() ? place : place - symbols.length());
  }

  /** {@return the symbols that are seen, from above} */
  String window(int stop, int rows) {
    var seen = new StringBuilder(rows);
    for (int row = 0; row < rows; row++) {
      seen.append(at(stop, row));
    }
    return seen.toString();
  }

  /** {@return how many of the symbols that are seen are this one} */
  int count(int stop, int rows, char symbol) {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += at(stop, row) == symbol ? 1 : 0;
    }
    return count;
  }
}
