// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Reads PAGE XML, with METS or MODS beside it. */
@Extension
@ExtensionSpec(
        name = "page-xml",
        summary = "Reads books transcribed as PAGE XML (Transkribus, eScriptorium), in folders and .zip files.",
        options = ScanOptions.class)
public final class PageXmlSource extends ScanSource {

    @Inject
    public PageXmlSource(ScanOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    PageXmlSource(ScanOptions options, DigestCache digests, TextMemory memory) {
        super(new PageXmlFormat(), options, digests, memory);
    }
}
