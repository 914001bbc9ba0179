package dev.sidecar.audio;

import static dev.sidecar.SidecarException.Kind.FORMAT;
import static dev.sidecar.SidecarException.Kind.UNSUPPORTED;

import com.jcraft.jogg.Packet;
import com.jcraft.jogg.Page;
import com.jcraft.jogg.StreamState;
import com.jcraft.jogg.SyncState;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import dev.sidecar.SidecarException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Vorbis in OGG, decoded by jorbis. What it does not do is done here: every page must be there, and the positions that
 * the pages state decide which sample is the first and which the last.
 */
final class VorbisReader implements ChannelReader {
    private static final int HEADER_PACKETS = 3;
    private static final int COMMENT_HEADER = 3;
    private static final int CHUNK = 8192;

    private final AudioInput file;
    private final SyncState sync = new SyncState();
    private final StreamState stream = new StreamState();
    private final Page page = new Page();
    private final Packet packet = new Packet();
    private final Info info = new Info();
    private final DspState dsp = new DspState();
    private final Block block = new Block(dsp);
    private final AudioShape shape;

    /** Samples of the current page, interleaved; from {@code taken} to {@code filled} they are still to be read. */
    private float[] samples = {};

    private int taken;
    private int filled;

    /** The position that the next sample has by the pages; -1 before the first page that states one. */
    private long position = -1;

    private boolean ended;

    private VorbisReader(AudioInput file) {
        this.file = file;
        sync.init();
        info.init();
        readHeaders();
        this.shape = AudioShape.checked(file, info.channels, info.rate);
        if (dsp.synthesis_init(info) != 0) {
            throw malformed("a setup of Vorbis that cannot be");
        }
        block.init(dsp);
    }

    static VorbisReader open(AudioInput file) {
        return guarded(file, () -> new VorbisReader(file));
    }

    private interface Decoding<T> {
        T decode();
    }

    /** jorbis trusts what it reads, and falls over its own arrays when that is wrong. */
    private static <T> T guarded(AudioInput file, Decoding<T> decoding) {
        try {
            return decoding.decode();
        } catch (SidecarException e) {
            throw e;
        } catch (RuntimeException e) {
            throw file.failure(FORMAT, "the Vorbis stream is broken; jorbis ended in " + e, e);
        }
    }

    private void readHeaders() {
        Comment comment = new Comment();
        comment.vendor = new byte[0];
        nextPage();
        stream.init(page.serialno());
        int headers = 0;
        while (true) {
            pageIn();
            int result;
            while (headers < HEADER_PACKETS && (result = stream.packetout(packet)) != 0) {
                if (result < 0 || !isHeader(headers, comment)) {
                    throw headers == 0
                            ? file.failure(
                                    UNSUPPORTED, "an OGG file without Vorbis in it; convert it, to WAV or FLAC say")
                            : malformed("headers of Vorbis that cannot be");
                }
                headers++;
            }
            if (headers == HEADER_PACKETS) {
                return;
            }
            nextPage();
        }
    }

    /** What the second header says, nobody needs to know, and jorbis would believe its sizes, wherever one of its type is. */
    private boolean isHeader(int before, Comment comment) {
        return before == 1
                || (packet.bytes > 0
                        && packet.packet_base[packet.packet] != COMMENT_HEADER
                        && (before == 0 || VorbisSetup.isHarmless(packet.packet_base, packet.packet, packet.bytes))
                        && info.synthesis_headerin(comment, packet) == 0);
    }

    private SidecarException malformed(String reason) {
        return file.malformed(file.position(), "before this byte there are " + reason);
    }

    private void nextPage() {
        int result;
        while ((result = sync.pageout(page)) == 0) {
            if (!file.fill(1)) {
                throw file.failure(FORMAT, "truncated: the file ends before the last page of the OGG stream");
            }
            ByteBuffer bytes = file.ahead(1);
            int length = Math.min(CHUNK, bytes.remaining());
            int at = sync.buffer(length);
            bytes.get(sync.data, at, length);
            sync.wrote(length);
        }
        if (result < 0) {
            throw malformed("bytes that are no page of OGG, or one that does not match its checksum");
        }
    }

    private void pageIn() {
        if (stream.pagein(page) != 0) {
            throw file.failure(UNSUPPORTED, "several streams in one OGG file; split them, or convert to WAV or FLAC");
        }
    }

    @Override
    public AudioShape shape() {
        return shape;
    }

    @Override
    public int read(float[] into, int offset, int most) {
        return guarded(file, () -> readPages(into, offset, most));
    }

    private int readPages(float[] into, int offset, int most) {
        while (taken == filled) {
            if (ended) {
                return -1;
            }
            decodePage();
        }
        int channels = shape.channels();
        int count = Math.min(most, (filled - taken) / channels);
        System.arraycopy(samples, taken, into, offset, count * channels);
        taken += count * channels;
        return count;
    }

    /** Decodes what is complete with the page in hand, then, where there is more, goes on to the next page. */
    private void decodePage() {
        taken = 0;
        filled = 0;
        int result;
        while ((result = stream.packetout(packet)) != 0) {
            if (result < 0) {
                throw malformed("pages of which one before is missing");
            }
            if (block.synthesis(packet) != 0) {
                throw malformed("samples of Vorbis that cannot be");
            }
            dsp.synthesis_blockin(block);
            drain();
        }
        settle();
        ended = page.eos() != 0;
        if (!ended) {
            nextPage();
            pageIn();
        }
    }

    private void drain() {
        float[][][] decoded = new float[1][][];
        int[] starts = new int[shape.channels()];
        int count;
        while ((count = dsp.synthesis_pcmout(decoded, starts)) > 0) {
            int channels = shape.channels();
            if (filled + count * channels > samples.length) {
                samples = Arrays.copyOf(samples, 2 * (filled + count * channels));
            }
            for (int i = 0; i < count; i++) {
                for (int channel = 0; channel < channels; channel++) {
                    samples[filled++] = decoded[0][channel][starts[channel] + i];
                }
            }
            dsp.synthesis_read(count);
        }
    }

    /** Compares with the position that the page states: the end of its last sample. */
    private void settle() {
        long end = page.granulepos();
        int count = filled / shape.channels();
        if (end < 0 || (end == 0 && count == 0)) {
            return;
        }
        boolean last = page.eos() != 0;
        long surplus;
        if (position < 0) {
            surplus = last ? 0 : Math.max(count - end, 0);
            taken = (int) surplus * shape.channels();
            position = last ? 0 : end - count + surplus;
            count -= (int) surplus;
        }
        surplus = position + count - end;
        if (surplus < 0 || surplus > (last ? count : 0)) {
            throw file.failure(
                    FORMAT,
                    "expected " + end + " samples by here, found " + (position + count) + "; part of the stream is"
                            + " missing");
        }
        filled -= (int) surplus * shape.channels();
        position = end;
    }

    @Override
    public void close() {
        file.close();
    }
}
