// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.seance.kit.stage.StageFiles;
import dev.seance.kit.stage.StagePart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files of one split in a step's workspace, each a zstd frame: {@code split-3.train.zst}.
 *
 * @param folder the workspace
 * @param split the split's place among all
 * @param number the pass
 */
record SplitFiles(Path folder, int split, int number) implements StageFiles {

    /** What is read once and thrown away is compressed for speed. */
    private static final int QUICK = 1;

    private static final int BUFFER = 1 << 16;

    @Override
    public InputStream judged() throws IOException {
        return new BufferedInputStream(new ZstdInputStream(Files.newInputStream(file(StagePart.JUDGED))), BUFFER);
    }

    @Override
    public OutputStream open(StagePart part) throws IOException {
        ZstdOutputStream out = new ZstdOutputStream(
                Files.newOutputStream(file(part)), part == StagePart.JUDGED ? QUICK : Zstd.defaultCompressionLevel());
        // Without one, a flipped bit can pass for other text.
        out.setChecksum(true);
        return out;
    }

    /** The file of a part. */
    Path file(StagePart part) {
        String name = part.name().toLowerCase(Locale.ROOT);
        // Both the first and the last pass write verdicts.
        return folder.resolve(
                "split-" + split + "." + name + (part == StagePart.VERDICTS ? "-" + number : "") + ".zst");
    }

    /** What became of the split in this pass. */
    Path result() {
        return folder.resolve("split-" + split + ".pass-" + number + ".json");
    }

    /** The sizes of all files that a pass writes, in the order of their parts. */
    List<Long> sizes(CorpusPass pass) throws IOException {
        List<Long> sizes = new ArrayList<>();
        for (StagePart part : StagePart.values()) {
            Path file = file(part);
            if (writes(pass, part)) {
                sizes.add(Files.size(file));
            }
        }
        return sizes;
    }

    private static boolean writes(CorpusPass pass, StagePart part) throws NoSuchFileException {
        return switch (part) {
            case JUDGED -> pass.leavesDocuments();
            case TRAIN, VALIDATION -> pass.last();
            case VERDICTS -> pass.leavesDocuments() || pass.last();
        };
    }
}
