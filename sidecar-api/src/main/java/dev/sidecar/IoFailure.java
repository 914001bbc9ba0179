package dev.sidecar;

import static dev.sidecar.SidecarException.Kind.CANCELLED;
import static dev.sidecar.SidecarException.Kind.IO;

import dev.sidecar.SidecarException.Place;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words what an {@link IOException} means. */
final class IoFailure {
    private IoFailure() {}

    static SidecarException of(Path path, IOException cause) {
        boolean interrupted = cause instanceof ClosedByInterruptException;
        return new SidecarException(interrupted ? CANCELLED : IO, Place.file(path), reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        if (cause instanceof NoSuchFileException || cause instanceof NotDirectoryException) {
            return "there is no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission; check the rights of the file and of its folders";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "expected a folder, or nothing yet, found a file";
        }
        if (cause instanceof ClosedChannelException) {
            return "the file was closed while it was in use";
        }
        if (cause instanceof FileSystemException problem && "Not a directory".equals(problem.getReason())) {
            return "expected a folder, found a file on the way to it";
        }
        String said = cause instanceof FileSystemException problem ? problem.getReason() : cause.getMessage();
        return "the system said: " + (said == null ? cause.getClass().getSimpleName() : said);
    }
}
