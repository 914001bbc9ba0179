package dev.sidecar.npy;

import static dev.sidecar.SidecarException.Kind.CANCELLED;

import dev.sidecar.SidecarException;
import dev.sidecar.spi.Finding;
import dev.sidecar.spi.Finding.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Finds what lies among sidecars and is no sidecar of a clip. */
final class Strays implements SidecarFolder.Visitor {
    private final FileStore store;
    private final Consumer<AuditResult.Stray> found;

    Strays(FileStore store, Consumer<AuditResult.Stray> found) {
        this.store = store;
        this.found = found;
    }

    @Override
    public void visit(SidecarFolder folder) {
        SortedMap<String, AuditResult.Stray> strays = new TreeMap<>();
        temps(folder, strays);
        folder.foreignTemps()
                .keySet()
                .forEach(name ->
                        add(strays, folder, name, Code.LEFTOVER, "a temporary file that an older writer left behind"));
        folder.appleDoubles()
                .forEach(name -> add(
                        strays, folder, name, Code.APPLE_DOUBLE, "macOS leaves such files beside real ones; ignored"));
        folder.unclaimed().forEach((base, names) -> unclaimed(folder, base, names, strays));
        strays.values().forEach(found);
    }

    /**
     * Of the temporary files of this library, those of living writers, this process among them, are none, and a torn
     * pair's half is told there.
     */
    private void temps(SidecarFolder folder, Map<String, AuditResult.Stray> strays) {
        if (folder.temps().isEmpty()) {
            return;
        }
        Leftovers leftovers;
        try {
            leftovers = store.leftovers(folder);
        } catch (SidecarException e) {
            if (e.kind() == CANCELLED) {
                throw e;
            }
            String file =
                    Objects.requireNonNullElse(e.place().file(), folder.path().toString());
            strays.put("", stray(folder, "", new Finding(Code.UNREADABLE, file, e.reason())));
            return;
        }
        Set<Path> ofDeadWriters = new HashSet<>();
        leftovers.left().forEach(temp -> ofDeadWriters.add(temp.path()));
        leftovers.steps().stream()
                .filter(step -> step.action() == RepairStep.Action.DELETE)
                .map(RepairStep::file)
                .forEach(ofDeadWriters::add);
        for (TempFile temp : folder.temps()) {
            if (!temp.isOfThisProcess() && ofDeadWriters.contains(temp.path())) {
                add(
                        strays,
                        folder,
                        temp.path().getFileName().toString(),
                        Code.LEFTOVER,
                        "a temporary file of a writer that died");
            }
        }
    }

    private void unclaimed(
            SidecarFolder folder, String base, Set<String> names, Map<String, AuditResult.Stray> strays) {
        String first = names.iterator().next();
        folder.strayPair(base, names).ifPresent(finding -> strays.put(first, stray(folder, first, finding)));
    }

    private static void add(
            Map<String, AuditResult.Stray> strays, SidecarFolder folder, String name, Code code, String message) {
        strays.put(
                name,
                stray(
                        folder,
                        name,
                        new Finding(code, folder.path().resolve(name).toString(), message)));
    }

    private static AuditResult.Stray stray(SidecarFolder folder, String name, Finding finding) {
        return new AuditResult.Stray("", folder.prefix() + name, finding);
    }

    @Override
    public void unreadable(Path path, String id, SidecarException failure) {
        boolean told = Files.isDirectory(path) && store.isAmongTokens(path); // in the search for tokens
        if (!told) {
            found.accept(
                    new AuditResult.Stray("", id, new Finding(Code.UNREADABLE, path.toString(), failure.reason())));
        }
    }
}
