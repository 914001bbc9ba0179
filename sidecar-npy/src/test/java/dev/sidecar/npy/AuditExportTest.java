package dev.sidecar.npy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sidecar.SidecarException.Kind;
import dev.sidecar.spi.Finding.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditExportTest {
    @TempDir
    private Path root;

    @TempDir
    private Path out;

    @BeforeEach
    void aTree() {
        Tokens.write(root.resolve("a/good.ecdc"), 4);
        Trees.append(root, "g", 1);
        Tokens.write(root.resolve("=cmd,\"x\".ecdc"), 3);
        Descriptions.write(root.resolve("bad.ecdc"), "broken");
        Descriptions.write(root.resolve("a/lost.cond.json"), "{}");
    }

    private AuditReport audit(AuditExport export) {
        try (AuditExport open = export) {
            return Audit.builder().root(root).listener(open).build().run();
        }
    }

    @Test
    void findingsAsCsv() throws IOException {
        Path file = out.resolve("findings.csv");
        audit(AuditExport.csv(file));
        assertThat(Files.readString(file))
                .isEqualTo("type,rel_ecdc,rel_cond,detail,severity,hint\r\n"
                        + "missing_sidecar,\"'=cmd,\"\"x\"\".ecdc\",\"'=cmd,\"\"x\"\".cond.npy\",there is no such file,error,"
                        + Code.MISSING_SIDECAR.hint() + "\r\n"
                        + "bad_ecdc,bad.ecdc,bad.cond.npy,\"" + reason().replace("\"", "\"\"") + "\",error,\""
                        + Code.BAD_ECDC.hint() + "\"\r\n"
                        + "orphan_sidecar,,a/lost.cond.json,lost.cond.json without lost.ecdc,warning,\""
                        + Code.ORPHAN_SIDECAR.hint() + "\"\r\n");
        assertThat(out).isDirectoryNotContaining("glob:**.tmp");
    }

    private String reason() {
        return Failures.of(() -> TokenFile.open(root.resolve("bad.ecdc"))).reason();
    }

    @Test
    void findingsAsJson() throws IOException {
        Path file = out.resolve("findings.json");
        audit(AuditExport.json(file));
        assertThat(Files.readString(file)).doesNotContain("\r").endsWith("}\n");
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.get("findings").size()).isEqualTo(3);
        assertThat(json.get("findings").get(0).get("rel_ecdc").textValue()).isEqualTo("=cmd,\"x\".ecdc");
        assertThat(json.get("findings").get(1).get("detail").textValue()).isEqualTo(reason());
        assertThat(json.get("summary").toString())
                .isEqualTo("{\"clips\":3,\"clean_clips\":1,\"counts\":{\"bad_ecdc\":1,\"missing_sidecar\":1,"
                        + "\"orphan_sidecar\":1}}");
    }

    @Test
    void clipsAsAManifest() throws IOException {
        Path file = out.resolve("manifest.csv");
        audit(AuditExport.manifest(file));
        assertThat(Files.readString(file).split("\r\n", -1))
                .containsExactly(
                        "rel_ecdc,rel_cond,frames,D,fps,codebooks",
                        "\"'=cmd,\"\"x\"\".ecdc\",\"'=cmd,\"\"x\"\".cond.npy\",3,,75,1",
                        "a/good.ecdc,a/good.cond.npy,4,1,75,1",
                        "bad.ecdc,bad.cond.npy,,,,",
                        "");
    }

    @Test
    void anAuditThatFailsLeavesTheOldFile() throws IOException {
        Path file = Files.writeString(out.resolve("findings.csv"), "old");
        try (AuditExport export = AuditExport.csv(file)) {
            Failures.of(() -> Audit.builder()
                    .root(root.resolve("no"))
                    .listener(export)
                    .build()
                    .run());
        }
        assertThat(file).hasContent("old");
        assertThat(out).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aLinkStaysAndLeadsToTheFindings() throws IOException {
        Path file = Files.writeString(out.resolve("findings.csv"), "old");
        Path link = Files.createSymbolicLink(out.resolve("link.csv"), file);
        audit(AuditExport.csv(link));
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(file)).startsWith("type,");
        assertThat(out).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        assertThat(Failures.of(() -> AuditExport.csv(out.resolve("no/findings.csv"))))
                .hasMessageContaining("its folder is missing")
                .extracting(failure -> failure.kind())
                .isEqualTo(Kind.IO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1", "+1", "-1", "@x", "\tx", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"})
    void whatASpreadsheetWouldRunIsEscaped(String text) {
        assertThat(Csv.row(List.of(text, "x" + text))).isEqualTo("'" + text + ",x" + text + "\r\n");
    }

    @Test
    void lineEndsAndQuotesAreQuoted() {
        assertThat(Csv.row(List.of("a\nb", "a\rb", "\r=1", "say \"x\"", "", "naïve")))
                .isEqualTo("\"a\nb\",\"a\rb\",\"'\r=1\",\"say \"\"x\"\"\",,naïve\r\n");
    }
}
