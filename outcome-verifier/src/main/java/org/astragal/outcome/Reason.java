package org.astragal.outcome;

/** Every way in which a sealed outcome can be refused. Codes never change. */
public enum Reason {
  /** Longer than may be. */
  TOO_LONG("too-long", "It is longer than a sealed outcome can be."),
  /** Not the agreed envelope. */
  MALFORMED_ENVELOPE(
      "malformed-envelope", "It is not a record and a receipt in the agreed envelope."),
  /** The record's size is out of range. */
  RECORD_SIZE("record-size", "The record is empty or longer than 65,535 bytes."),
  /** The receipt is longer than may be. */
  RECEIPT_TOO_LONG("receipt-too-long", "The receipt exceeds a limit on its size or lines."),
  /** The receipt is not of its form. */
  MALFORMED_RECEIPT("malformed-receipt", "The receipt is not of the agreed form."),
  /** The signed text is not a checkpoint. */
  MALFORMED_CHECKPOINT("malformed-checkpoint", "What the receipt holds is not a checkpoint."),
  /** The policy does not name the log. */
  UNKNOWN_LOG("unknown-log", "The log is not one that the policy trusts."),
  /** No signature by a key of the policy. */
  UNKNOWN_KEY("unknown-key", "No key that the policy trusts for this log has signed."),
  /** The keys of the policy that signed were revoked at a smaller tree. */
  KEY_REVOKED("key-revoked", "Who signed was revoked before the log had this size."),
  /** A signature by a key of the policy is wrong. */
  BAD_SIGNATURE("bad-signature", "The signature of a trusted key is wrong."),
  /** A signature is right, under a name or id that is not its key's. */
  MISLABELLED_SIGNATURE(
      "mislabelled-signature", "A trusted key's signature stands under another name or id."),
  /** The index is not below the size. */
  INDEX_BEYOND_TREE("index-beyond-tree", "The receipt's index is not below the tree's size."),
  /** The path has too many or too few hashes. */
  WRONG_PATH_LENGTH("wrong-path-length", "The path is longer or shorter than it must be."),
  /** The path does not lead to the root. */
  ROOT_MISMATCH("root-mismatch", "The record is not in the signed tree, at least not there."),
  /** The record is not strictly JSON. */
  RECORD_NOT_JSON("record-not-json", "The record is not strict JSON."),
  /** The record is of a version that is not read. */
  RECORD_VERSION("record-version", "The record is of a version that this program does not read."),
  /** The record has unknown, missing or wrong members. */
  INVALID_RECORD("invalid-record", "The record has unknown, missing or wrong members."),
  /** The record's log is not the checkpoint's. */
  WRONG_LOG("wrong-log", "The record names another log than the one that signed."),
  /** The record's seq is not the receipt's index. */
  WRONG_SEQ("wrong-seq", "The record's seq is not its place in the log."),
  /** In a stream: records are missing before this one. */
  GAP("gap", "Records are missing before this one."),
  /** In a stream: this record was there before. */
  ALREADY_SEEN("already-seen", "This record, or another one in its place, was there before."),
  /** In a stream: the receipt is not of the checkpoint that its batch began with. */
  CHECKPOINT_CHANGED(
      "checkpoint-changed", "The checkpoint is not the one that this batch began with."),
  /** In a stream: more records than a batch may have. */
  BATCH_TOO_LONG("batch-too-long", "A checkpoint covers more new records than allowed.");

  private final String code;
  private final String sentence;

  Reason(String code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** {@return the stable code, for programs} */
  public String code() {
    return code;
  }

  /** {@return what it means, for people} */
  public String sentence() {
    return sentence;
  }

  static Reason of(SealedOutcomeException.Fault fault) {
    return switch (fault) {
      case TOO_LONG -> TOO_LONG;
      case ENVELOPE, RECEIPT_ESCAPES -> MALFORMED_ENVELOPE;
      case RECORD_SIZE -> RECORD_SIZE;
      case RECEIPT_SIZE -> RECEIPT_TOO_LONG;
    };
  }

  static Reason of(NoteException.Fault fault) {
    return switch (fault) {
      case TOO_LONG -> RECEIPT_TOO_LONG;
      case ENCODING, SIGNATURE_LINE, RECEIPT, VERIFIER_KEY -> MALFORMED_RECEIPT;
      case CHECKPOINT -> MALFORMED_CHECKPOINT;
    };
  }

  static Reason of(RecordException.Fault fault) {
    return switch (fault) {
      case TOO_LONG -> RECORD_SIZE;
      case NOT_JSON -> RECORD_NOT_JSON;
      case VERSION -> RECORD_VERSION;
      case INVALID -> INVALID_RECORD;
    };
  }
}
