// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Reads ALTO XML, with METS or MODS beside it. */
@Extension
@ExtensionSpec(
        name = "alto",
        summary = "Reads books scanned as ALTO XML, in folders and .zip files, with METS or MODS beside them.",
        options = ScanOptions.class)
public final class AltoSource extends ScanSource {

    @Inject
    public AltoSource(ScanOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    AltoSource(ScanOptions options, DigestCache digests, TextMemory memory) {
        super(new AltoFormat(), options, digests, memory);
    }
}
