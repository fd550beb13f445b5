package org.astragal.signer;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;

/**
 * How the store is tuned: the cost of an outcome must not grow with the log. Records, checkpoints
 * and tiles come in the order of their keys, so their files are only ever moved between levels,
 * never merged. The two indexes come in any order and are merged lazily. Owns native memory.
 */
final class StoreOptions implements AutoCloseable {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  /** Log that is replayed at start at most; about one second. */
  private static final long MAX_WAL_BYTES = 256 * MIB;

  private static final long CACHE_BYTES = 64 * MIB;
  private static final double BITS_PER_KEY = 10;
  private static final double MEMTABLE_BLOOM = 0.05;

  private final List<RocksObject> owned = new ArrayList<>();
  private final Cache cache = own(new LRUCache(CACHE_BYTES));
  private final BloomFilter bloom = own(new BloomFilter(BITS_PER_KEY));

  /** {@return the options of the whole store} */
  DBOptions database(boolean create) {
    var properties = new Properties();
    // Not in the Java API: notice when a whole write-ahead log file is missing.
    properties.setProperty("track_and_verify_wals_in_manifest", "true");
    DBOptions options;
    try (var strict = new ConfigOptions()) {
      strict.setIgnoreUnknownOptions(false);
      options = own(DBOptions.getDBOptionsFromProps(strict, properties));
    }
    return options
        .setCreateIfMissing(create)
        .setCreateMissingColumnFamilies(create)
        .setParanoidChecks(true)
        // The default silently drops synced records after a flipped bit in the middle.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        // Opens on a nearly full disk.
        .setAvoidFlushDuringRecovery(true)
        // There is one writer.
        .setAllowConcurrentMemtableWrite(false)
        .setMaxTotalWalSize(MAX_WAL_BYTES)
        .setMaxBackgroundJobs(2)
        .setMaxSubcompactions(1)
        .setBytesPerSync(MIB)
        .setMaxOpenFiles(-1)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2)
        .setMaxLogFileSize(4 * MIB)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  /** {@return for values of about a kilobyte that come in the order of their keys} */
  ColumnFamilyOptions records() {
    return family(64 * MIB, 32 * KIB, false)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTargetFileSizeBase(128 * MIB)
        .setMaxBytesForLevelBase(512 * MIB);
  }

  /** {@return for small values that come in any order and are looked for mostly in vain} */
  ColumnFamilyOptions index() {
    return family(32 * MIB, 4 * KIB, true)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM)
        .setMemtableWholeKeyFiltering(true);
  }

  /** {@return for values that are written once and deleted once soon after} */
  ColumnFamilyOptions intents() {
    return family(32 * MIB, 16 * KIB, false).setCompressionType(CompressionType.NO_COMPRESSION);
  }

  /** {@return for hashes and signatures in the order of their keys, which do not compress} */
  ColumnFamilyOptions hashes() {
    return family(16 * MIB, 16 * KIB, false).setCompressionType(CompressionType.NO_COMPRESSION);
  }

  private ColumnFamilyOptions family(long writeBuffer, long block, boolean filtered) {
    var table =
        new BlockBasedTableConfig()
            .setBlockSize(block)
            .setBlockCache(cache)
            .setFormatVersion(6)
            .setWholeKeyFiltering(filtered);
    if (filtered) {
      table.setFilterPolicy(bloom);
    }
    return own(new ColumnFamilyOptions())
        .setWriteBufferSize(writeBuffer)
        .setMaxWriteBufferNumber(4)
        .setTableFormatConfig(table);
  }

  private <T extends RocksObject> T own(T object) {
    owned.add(object);
    return object;
  }

  @Override
  public void close() {
    owned.reversed().forEach(RocksObject::close);
  }
}
