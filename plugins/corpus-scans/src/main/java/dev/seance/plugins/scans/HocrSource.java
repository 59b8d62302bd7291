// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Reads hOCR, with METS or MODS beside it. */
@Extension
@ExtensionSpec(
        name = "hocr",
        summary = "Reads books scanned as hOCR (Tesseract), in folders and .zip files.",
        options = ScanOptions.class)
public final class HocrSource extends ScanSource {

    @Inject
    public HocrSource(ScanOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    HocrSource(ScanOptions options, DigestCache digests, TextMemory memory) {
        super(new HocrFormat(), options, digests, memory);
    }
}
