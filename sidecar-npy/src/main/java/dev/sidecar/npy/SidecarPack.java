package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.USAGE;
import static dev.sidecar.npy.Setters.once;
import static dev.sidecar.npy.Setters.usage;

import dev.sidecar.Shard;
import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.SidecarStore.Entry;
import dev.sidecar.spi.SidecarStoreProvider.Settings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packs the sidecars of a tree into one HDF5 file, and makes them again from it, byte for byte.
 *
 * <pre>{@code
 * SidecarPack tree = SidecarPack.builder().root(Path.of("ecdc")).build();
 * tree.pack(Path.of("tree.h5"));
 * tree.unpack(Path.of("tree.h5"));
 * }</pre>
 *
 * <p>In the file each clip is a group whose path is the clip's id. Its {@code cond} holds the values as float32 rows,
 * {@code [T, D]}, chunked, shuffled and compressed with gzip; {@code names} and {@code units} are texts, {@code min},
 * {@code max}, {@code mean} and {@code std} float64, of D each, NaN for what is unknown. {@code npy_header} and
 * {@code json}, and {@code npy_data} where the values do not tell it, restore the two files. What is empty is left out:
 * {@code cond} where T or D is 0. Attributes of the group are {@code frames}, {@code width}, {@code dtype} (of the
 * {@code .cond.npy}), {@code fps}, {@code sample_rate} and {@code hop}. {@link PackFile} reads a clip without unpacking the
 * others.
 *
 * <p>A file is in memory until it is written, so a large tree becomes several: {@code tree.1.h5}, {@code tree.2.h5} and so
 * on have the clips that come first, {@code tree.h5} the last ones. They are written under temporary names, opened again
 * and compared, and moved into place when all are there; without that the old ones stay.
 *
 * <p>Needs {@code io.jhdf:jhdf} on the class path. Immutable and reusable.
 */
public final class SidecarPack {
    private static final int ATTEMPTS = 100;

    private final Settings settings;
    private final Shard shard;
    private final int parallelism;
    private final boolean codes;
    private final boolean overwrite;
    private final long partBytes;

    private SidecarPack(Builder builder, Path root) {
        this.settings = new Settings(
                root,
                Optional.ofNullable(builder.condRoot),
                Optional.ofNullable(builder.rate),
                Durability.PROCESS_KILL,
                orElse(builder.suffix, Settings.DEFAULT_SUFFIX));
        this.shard = orElse(builder.shard, Shard.ALL);
        this.parallelism = orElse(builder.parallelism, Runtime.getRuntime().availableProcessors());
        this.codes = builder.codes;
        this.overwrite = builder.overwrite;
        this.partBytes = orElse(builder.partBytes, Builder.PART_BYTES);
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return value != null ? value : other;
    }

    /**
     * Starts a description of a tree.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What packing did.
     *
     * @param clips how many clips were packed
     * @param withoutSidecar how many clips have no sidecar, and are not in the file
     * @param files how many files were written
     */
    public record Packed(long clips, long withoutSidecar, int files) {
        /** The counts, on a line; fit to print. */
        @Override
        public String toString() {
            return counted(clips, "clip") + " in " + counted(files, "file")
                    + (withoutSidecar == 0 ? "" : ", " + withoutSidecar + " without a sidecar left out");
        }
    }

    /**
     * What unpacking did.
     *
     * @param written how many sidecars were written
     * @param unchanged how many were there already, the same to the byte
     */
    public record Unpacked(long written, long unchanged) {
        /** The counts, on a line; fit to print. */
        @Override
        public String toString() {
            return counted(written, "sidecar") + " written, " + unchanged + " there already";
        }
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /**
     * Packs the tree. All or nothing: the first clip by id that cannot be packed ends it.
     *
     * @param file where to; a packed tree that lies there is replaced
     * @return what was packed
     * @throws SidecarException MISMATCH for a sidecar that does not fit its tokens, is torn, or lies under a wrong name;
     *     UNSUPPORTED for a blank folder name, names longer than 254 bytes, names of columns with a NUL character, or if
     *     {@code io.jhdf:jhdf} is missing; LIMIT for a sidecar of more than 1 GiB; USAGE if there is no sidecar at all, or
     *     something else than a packed tree lies where a file goes; IO if something cannot be read or written; CANCELLED
     *     if the thread was interrupted
     */
    public Packed pack(Path file) {
        long[] counts = new long[2];
        try (FileStore store = new FileStore(settings);
                Stream<Entry> entries = store.list();
                PackWriter writer = new PackWriter(file, partBytes)) {
            Iterator<Entry> mine = entries.filter(
                            entry -> entry instanceof Entry.Unreadable || shard.contains(entry.id()))
                    .filter(entry -> !(entry instanceof Entry.Ignored))
                    .iterator();
            InOrder.run(parallelism, mine, entry -> read(store, entry), clip -> {
                clip.ifPresent(writer::add);
                counts[clip.isPresent() ? 0 : 1]++;
            });
            if (counts[0] == 0) {
                throw new SidecarException(
                        USAGE,
                        Place.file(settings.root()),
                        "there is no token file with a sidecar here; nothing to pack");
            }
            return new Packed(counts[0], counts[1], writer.commit());
        }
    }

    private Optional<PackedClip> read(FileStore store, Entry entry) {
        if (entry instanceof Entry.Unreadable unreadable) {
            throw unreadable.failure();
        }
        try {
            return PackedClip.of(store, store.open(entry.id()), codes);
        } catch (SidecarException e) {
            throw e.within(Place.clip(entry.id()));
        }
    }

    /**
     * Makes the sidecars of a packed tree. Those that are there already, the same to the byte, are left as they are. The
     * first clip that cannot be written ends it; what was written before it stays.
     *
     * @param file what was packed to
     * @return what was written
     * @throws SidecarException MISMATCH if a clip's tokens have another T, or another sidecar is there and
     *     {@link Builder#overwrite} was not asked for; IO if there are no tokens, or something cannot be read or written;
     *     FORBIDDEN if an id leads out of the root; USAGE if the root is no folder; others as {@link PackFile#open};
     *     CANCELLED if the thread was interrupted
     */
    public Unpacked unpack(Path file) {
        ClipTree.checkRoot(settings.root());
        long[] counts = new long[2];
        try (FileStore store = new FileStore(settings);
                PackFile pack = PackFile.open(file)) {
            Iterator<PackedClip> mine =
                    pack.ids().stream().filter(shard::contains).map(pack::clip).iterator();
            InOrder.run(parallelism, mine, clip -> restore(store, clip), written -> counts[written ? 0 : 1]++);
        }
        return new Unpacked(counts[0], counts[1]);
    }

    private boolean restore(FileStore store, PackedClip packed) {
        try {
            Clip clip = store.open(packed.id());
            if (clip.frames() != packed.grid().frames()) {
                throw failure(
                        packed,
                        "the tokens here have " + clip.frames() + " frames, the packed sidecar has "
                                + packed.grid().frames() + "; these are not the tokens that it was made for");
            }
            return restore(store, store.target(clip), packed);
        } catch (SidecarException e) {
            throw e.within(Place.clip(packed.id()));
        }
    }

    private boolean restore(FileStore store, SidecarPaths paths, PackedClip packed) {
        byte[] npy = packed.npy();
        byte[] json = packed.json();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            StoredSidecar old = SidecarReader.read(paths, paths, packed.grid().frames());
            ByteBuffer oldJson = old.state().jsonBytes();
            boolean sameJson = Objects.equals(oldJson, json == null ? null : ByteBuffer.wrap(json));
            boolean sameData = Sha256.of(npy).equals(old.dataSha256());
            if (sameData && sameJson) {
                return false;
            }
            boolean free = (sameData || old.dataSha256() == null) && (sameJson || oldJson == null);
            if (!free && (!overwrite || json == null)) {
                throw failure(
                        packed,
                        "another sidecar is there, " + paths.data() + "; move it away"
                                + (json == null ? "" : ", or have it overwritten"));
            }
            if (json == null) {
                store.checkInside(paths);
                WholeFile.write(paths.data(), npy);
                return true;
            }
            if (store.prepare(old, paths, npy, json).apply()) {
                return true;
            }
        }
        throw failure(packed, "its sidecar changed " + ATTEMPTS + " times while it was written; try again later");
    }

    private static SidecarException failure(PackedClip clip, String reason) {
        return new SidecarException(MISMATCH, Place.clip(clip.id()), reason);
    }

    /** Describes a tree. Each setter may be called once. */
    public static final class Builder {
        private static final long PART_BYTES = 64L << 20;
        private static final long MAX_PART_BYTES = 1L << 40;

        private @Nullable Path root;
        private @Nullable Path condRoot;
        private @Nullable String suffix;
        private FrameGrid.@Nullable Rate rate;
        private @Nullable Shard shard;
        private @Nullable Integer parallelism;
        private @Nullable Long partBytes;
        private boolean codes;
        private boolean overwrite;

        private Builder() {}

        /**
         * The folder with the token files ({@code *.ecdc}, at any depth).
         *
         * @param root an existing folder
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder root(Path root) {
            this.root = once("root", this.root, root);
            return this;
        }

        /**
         * The folder with the sidecars, in which the tree of the root is mirrored.
         *
         * @param condRoot a folder; by default the sidecars lie beside the tokens
         * @return this builder
         * @throws SidecarException (USAGE) if it was set before
         */
        public Builder condRoot(Path condRoot) {
            this.condRoot = once("condRoot", this.condRoot, condRoot);
            return this;
        }

        /**
         * What the names of sidecars end in.
         *
         * @param suffix by default {@code .cond.npy}
         * @return this builder
         * @throws SidecarException (USAGE) if it is no suffix of sidecars, or was set before
         */
        public Builder suffix(String suffix) {
            this.suffix = once("suffix", this.suffix, Settings.checkedSuffix(suffix));
            return this;
        }

        /**
         * The tokens' frame grid, where the files leave it open or it is not EnCodec 24 kHz.
         *
         * @param sampleRate samples per second, at least 1
         * @param hop samples per frame, at least 1
         * @return this builder
         * @throws SidecarException (USAGE) if a number is out of range, or it was set before
         */
        public Builder grid(int sampleRate, int hop) {
            this.rate = once("grid", this.rate, new FrameGrid.Rate(sampleRate, hop));
            return this;
        }

        /**
         * Takes one part of the corpus, as {@link dev.sidecar.Sidecar.Builder#shard} does.
         *
         * @param index 0 to count - 1
         * @param count at least 1
         * @return this builder
         * @throws SidecarException (USAGE) if a number is out of range, or it was set before
         */
        public Builder shard(int index, int count) {
            this.shard = once("shard", this.shard, new Shard(index, count));
            return this;
        }

        /**
         * How many sidecars are read, or written, at once.
         *
         * @param parallelism 1 to 1,024; by default the number of processors
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder parallelism(int parallelism) {
            this.parallelism = once("parallelism", this.parallelism, InOrder.checkedThreads(parallelism));
            return this;
        }

        /**
         * Also packs the codes, as {@code codes}, int32 {@code [Cb, T]}, for readers that have no token files. Unpacking
         * makes no token files.
         *
         * @return this builder
         */
        public Builder withCodes() {
            this.codes = true;
            return this;
        }

        /**
         * Replaces sidecars that are other than the packed ones when unpacking; by default they are an error.
         *
         * @return this builder
         */
        public Builder overwrite() {
            this.overwrite = true;
            return this;
        }

        /**
         * How much is packed into one file, before compression. Packing takes about two times this in memory. A clip is
         * never divided, so a file with one clip may have more.
         *
         * @param bytes 1 to 2<sup>40</sup>; by default 64 MiB
         * @return this builder
         * @throws SidecarException (USAGE) if it is out of range, or was set before
         */
        public Builder partBytes(long bytes) {
            if (bytes < 1 || bytes > MAX_PART_BYTES) {
                throw usage("a file of a packed tree has room for 1 to " + MAX_PART_BYTES + " bytes, found " + bytes);
            }
            this.partBytes = once("partBytes", this.partBytes, bytes);
            return this;
        }

        /**
         * Ends the description. The builder can be used on.
         *
         * @return an immutable description of the tree
         * @throws SidecarException (USAGE) if there is no root
         */
        public SidecarPack build() {
            Path folder = root;
            if (folder == null) {
                throw usage("nothing to pack: give the builder a root(...)");
            }
            return new SidecarPack(this, folder);
        }
    }
}
