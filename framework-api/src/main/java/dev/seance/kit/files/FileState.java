// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a file system says of a file without reading it; equal as long as the file was not written to.
 *
 * @param size bytes
 * @param modified when it was written last, in nanoseconds; programs can set it back
 * @param changed when its content or attributes changed last, in nanoseconds; only the system sets it. Where the system
 *     has no such time, {@code modified}
 * @param identity device and inode, or "-"
 */
record FileState(long size, long modified, long changed, String identity) {

    static FileState of(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Map<String, Object> unix = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,dev,ino");
            return new FileState(
                    (Long) unix.get("size"),
                    nanos((FileTime) unix.get("lastModifiedTime")),
                    nanos((FileTime) unix.get("ctime")),
                    unix.get("dev") + ":" + unix.get("ino"));
        }
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
        long modified = nanos(basic.lastModifiedTime());
        return new FileState(basic.size(), modified, modified, basic.fileKey() == null ? "-" : "" + basic.fileKey());
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
