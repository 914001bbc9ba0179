package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.FORBIDDEN;
import static dev.sidecar.SidecarException.Kind.MISMATCH;
import static dev.sidecar.SidecarException.Kind.USAGE;

import dev.sidecar.SidecarException;
import dev.sidecar.SidecarException.Place;
import dev.sidecar.frame.Clip;
import dev.sidecar.frame.DType;
import dev.sidecar.frame.FeatureFrame;
import dev.sidecar.frame.FrameGrid;
import dev.sidecar.spi.Durability;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import dev.sidecar.spi.SidecarStore;
import dev.sidecar.spi.SidecarStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A tree of token files, with sidecars beside them or mirrored in a tree of their own. */
final class FileStore implements SidecarStore {
    private final Path root;
    private final Path sidecarRoot;
    private final Optional<FrameGrid.Rate> rate;
    private final Durability durability;
    private final String suffix;
    private final TreeFolders folders;
    private final TreeLock lock;
    private final ReadLimits limits;
    private final Claims claims = new Claims();

    FileStore(SidecarStoreProvider.Settings settings) {
        this(settings, ReadLimits.DEFAULT);
    }

    FileStore(SidecarStoreProvider.Settings settings, ReadLimits limits) {
        this.root = settings.root();
        this.sidecarRoot = settings.condRoot().orElse(root);
        this.rate = settings.rate();
        this.durability = settings.durability();
        this.suffix = settings.suffix();
        this.folders = new TreeFolders(sidecarRoot, durability);
        this.lock = new TreeLock(sidecarRoot);
        this.limits = limits;
    }

    @Override
    public List<Finding> recover() {
        boolean forceable = folders.probe();
        List<Finding> findings = new ArrayList<>(Leftovers.recover(sidecarRoot, folders, lock));
        if (!forceable) {
            findings.add(
                    new Finding(
                            Code.DEGRADED,
                            sidecarRoot.toString(),
                            "this file system does not let folders be forced, so after a loss of power new names may be missing"));
        }
        return findings;
    }

    @Override
    public List<Finding> recover(Clip clip) {
        SidecarPaths target = target(clip);
        checkInside(target);
        return Leftovers.recover(target, folders, lock);
    }

    @Override
    public Stream<Entry> list() {
        return list(ClipTree.Names.TOKENS);
    }

    /** The clips, and what looks like one; also unfinished token files, of which runs say nothing. */
    Stream<Entry> listAlsoUnfinished() {
        return list(ClipTree.Names.ALSO_UNFINISHED);
    }

    private Stream<Entry> list(ClipTree.Names names) {
        ClipTree clips = new ClipTree(root, names);
        if (Files.exists(sidecarRoot) && !Files.isDirectory(sidecarRoot)) {
            throw new SidecarException(
                    USAGE, Place.file(sidecarRoot), "expected a folder for the sidecars, found a file");
        }
        return clips.stream();
    }

    @Override
    public Clip open(String id) {
        TokenFile tokens = TokenFile.open(inside(root, id), limits);
        FrameGrid grid = tokens.grid(rate);
        return Clip.of(id, grid).withPath(tokens.path()).withCodes(new TokenCodes(tokens, grid));
    }

    /** The file below a root that a clip's id is the path of. */
    static Path inside(Path root, String id) {
        try {
            Path relative = root.getFileSystem().getPath(id);
            boolean below =
                    !relative.isAbsolute() && relative.normalize().equals(relative) && !relative.startsWith("..");
            if (below && id.endsWith(SidecarPaths.TOKEN_SUFFIX)) {
                return root.resolve(relative);
            }
        } catch (InvalidPathException cannotEncode) {
            throw ClipTree.unrepresentable(Place.clip(id));
        }
        throw new SidecarException(
                FORBIDDEN, Place.clip(id), "the id of a clip is the path of an .ecdc file below " + root);
    }

    /** The folder of a clip in one of the two trees. */
    private static Path folder(Path root, Clip clip) {
        return Objects.requireNonNullElse(inside(root, clip.id()).getParent(), root);
    }

    @Override
    public StoredSidecar read(Clip clip) {
        StoredSidecar sidecar = readAsStated(clip);
        return sidecar.rateFinding(clip.grid().framesPerSecond())
                .map(sidecar::with)
                .orElse(sidecar);
    }

    /** A clip's sidecar, whatever frame rate it states. */
    StoredSidecar readAsStated(Clip clip) {
        SidecarPaths target = target(clip);
        StoredSidecar sidecar = read(clip, target, target);
        if (!sidecar.exists()) {
            Optional<SidecarPaths> stripped =
                    strippedPaths(target).filter(paths -> mayBelongTo(paths, sidecar.state()));
            if (stripped.isPresent()) {
                return adopt(clip, target, stripped.get(), sidecar);
            }
        }
        return sidecar;
    }

    /** Metadata alone under the right name is no obstacle if it is a copy, which a repair makes before it moves the data. */
    private static boolean mayBelongTo(SidecarPaths stripped, PairState right) {
        return right.json() == null
                || Objects.equals(right.jsonBytes(), PairState.bytesIfThere(stripped.json(), stripped.limits()));
    }

    private StoredSidecar read(Clip clip, SidecarPaths target, SidecarPaths source) {
        StoredSidecar sidecar = SidecarReader.read(target, source, clip.frames());
        if (sidecar.torn()) { // what is torn while the lock is held is not just a writer between its two moves
            sidecar = guarded(false, () -> SidecarReader.read(target, source, clip.frames()));
        }
        if (clip.codes() instanceof TokenCodes codes && codes.contradictAudioLength()) {
            return sidecar.with(new Finding(
                    Code.AUDIO_LENGTH,
                    clip.id(),
                    "has " + clip.frames() + " frames, but its recorded audio of " + codes.audioLength()
                            + " samples makes another number"));
        }
        return sidecar;
    }

    /** The wrong name under which an older writer left the sidecar of a clip, if it did. */
    private static Optional<SidecarPaths> strippedPaths(SidecarPaths target) {
        return SidecarPaths.strippedBase(target.base())
                .map(target::withBase)
                .filter(paths -> Files.isRegularFile(paths.data()));
    }

    private StoredSidecar adopt(Clip clip, SidecarPaths target, SidecarPaths source, StoredSidecar absent) {
        List<String> claimants = claims.on(folder(root, clip), source.base());
        if (claimants.contains(source.base() + SidecarPaths.TOKEN_SUFFIX)) {
            return absent;
        }
        if (claimants.size() > 1) {
            throw new SidecarException(
                    MISMATCH,
                    Place.clip(clip.id()),
                    source.data().getFileName() + " may belong to any of " + String.join(", ", claimants)
                            + ", whose names an older writer cut off at the last dot; rename it and its metadata to"
                            + " match one of them, or delete them");
        }
        return read(clip, target, source)
                .with(new Finding(
                        Code.FOREIGN_NAME,
                        clip.id(),
                        "its sidecar lies under the name " + source.data().getFileName()
                                + ", which an older writer cut off at the last dot; it belongs into "
                                + target.data().getFileName() + ", and the old files can be deleted then"));
    }

    /** Goes through the tree of sidecars, folder by folder. */
    void walk(SidecarFolder.Visitor visitor) {
        SidecarFolder.walk(sidecarRoot, root, suffix, visitor);
    }

    /** Completes and clears what writers that died left in a folder, and tells of pairs that stay torn. */
    Leftovers repair(SidecarFolder folder, boolean commit) {
        return Leftovers.in(folder.path(), folder.temps(), true, folders, lock, commit);
    }

    /** How what writers that died left in a folder could be completed and cleared. */
    Leftovers leftovers(SidecarFolder folder) {
        return Leftovers.in(folder.path(), folder.temps(), false, folders, lock, false);
    }

    /** Does something while no pair of the tree changes. */
    <T> T guarded(boolean writes, TreeLock.Critical<T> section) {
        try {
            return lock.hold(writes, section);
        } catch (IOException e) {
            throw SidecarException.io(sidecarRoot, e);
        }
    }

    /** A sidecar in a folder. */
    SidecarPaths in(Path folder, String base) {
        return new SidecarPaths(folder, base, suffix, limits);
    }

    /** Whether a folder is one in which token files are looked for. */
    boolean isAmongTokens(Path folder) {
        return plain(folder).startsWith(plain(root));
    }

    private static Path plain(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    /** Where the data of a clip's sidecar belongs, relative to the sidecars' root. */
    String sidecarId(String id) {
        return SidecarPaths.base(id) + suffix;
    }

    /** Refuses the place of a sidecar to which a link leads that leads out of the tree. */
    void checkInside(SidecarPaths paths) {
        Folders.checkInside(sidecarRoot, paths.folder());
    }

    /** Whether there is a token file of some base beside that of a clip. */
    boolean hasTokens(Clip clip, String base) {
        return Files.isRegularFile(folder(root, clip).resolve(base + SidecarPaths.TOKEN_SUFFIX));
    }

    /** Where a clip's sidecar belongs. */
    SidecarPaths target(Clip clip) {
        return new SidecarPaths(folder(sidecarRoot, clip), SidecarPaths.base(clip.fileName()), suffix, limits);
    }

    @Override
    public PairCommit prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype) {
        return prepare(clip, base, frame, dtype, Map.of());
    }

    @Override
    public PairCommit prepare(Clip clip, Snapshot base, FeatureFrame frame, DType dtype, Map<String, String> renamed) {
        SidecarPaths paths = target(clip);
        if (!(base instanceof StoredSidecar old)) {
            throw new SidecarException(USAGE, Place.clip(clip.id()), "the snapshot is not from this store");
        }
        byte[] data = NpyWriter.bytes(frame, dtype, paths.data());
        String sha256 = Sha256.of(data);
        byte[] json =
                CondJsonWriter.bytes(clip, frame, dtype, sha256, old.unknown().renamed(renamed));
        return new PairCommit(folders, lock, durability, paths, old, data, sha256, json);
    }

    /** The commit of two files as they are to be. */
    PairCommit prepare(StoredSidecar base, SidecarPaths paths, byte[] data, byte[] json) {
        return new PairCommit(folders, lock, durability, paths, base, data, Sha256.of(data), json);
    }

    @Override
    public void close() {
        lock.close();
    }

    /** The root. */
    @Override
    public String toString() {
        return root.toString();
    }
}
