// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;

/** Reads what a plugin file says of itself and checks what can be checked without loading a class. */
final class CandidateReader {

    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private final ZipCache zips;
    private final String apiVersion;

    CandidateReader(Path cache, String apiVersion) {
        this.zips = new ZipCache(cache);
        this.apiVersion = apiVersion;
    }

    /** Empty when the file cannot be a plugin; what is wrong is in the findings. */
    Optional<Candidate> read(PluginFile file, Findings findings) {
        try {
            PluginContent content = new PluginContent(file.isZip() ? zips.unpacked(file.path()) : file.path());
            Optional<PluginDescriptor> descriptor = descriptor(content, findings);
            if (descriptor.isEmpty()) {
                return Optional.empty();
            }
            InstalledPlugin plugin = describe(descriptor.get(), file, content);
            checkDescriptor(descriptor.get(), content, findings);
            BundledApi.firstIn(content).ifPresent(findings::add);
            return Optional.of(new Candidate(plugin, content, findings));
        } catch (IOException e) {
            findings.add("cannot be read: " + reason(e));
            return Optional.empty();
        }
    }

    private static String reason(IOException e) {
        String said = e.getMessage() == null ? e.toString() : e.getMessage();
        boolean noZip = e instanceof ZipException || e.getCause() instanceof ZipException;
        return noZip ? said + "; it is damaged, or was never a jar or zip: download or build it again" : said;
    }

    private static Optional<PluginDescriptor> descriptor(PluginContent content, Findings findings) throws IOException {
        String where = content.isJar() ? "its manifest" : "plugin.properties";
        if (!describesItself(content)) {
            findings.add(
                    content.isJar()
                            ? "is not a plugin: its manifest has no Plugin-Id"
                            : "is not a plugin: there is no plugin.properties at its top");
            return Optional.empty();
        }
        PluginDescriptor descriptor = new DescriptorFinder().find(content.root());
        String id = descriptor.getPluginId();
        if (id == null || !id.matches(ID)) {
            findings.add("is not a plugin: " + where + " has no plugin id of letters, digits, dots and hyphens (" + id
                    + ")");
            return Optional.empty();
        }
        findings.of(id);
        if (descriptor.getVersion() == null || descriptor.getVersion().isBlank()) {
            findings.add(
                    "has no version; set " + (content.isJar() ? "Plugin-Version in " : "plugin.version in ") + where);
            return Optional.empty();
        }
        return Optional.of(descriptor);
    }

    private static boolean describesItself(PluginContent content) throws IOException {
        if (!content.isJar()) {
            return Files.isRegularFile(content.root().resolve("plugin.properties"));
        }
        try (JarFile jar = new JarFile(content.root().toFile())) {
            return jar.getManifest() != null
                    && jar.getManifest().getMainAttributes().getValue("Plugin-Id") != null;
        }
    }

    private void checkDescriptor(PluginDescriptor descriptor, PluginContent content, Findings findings) {
        checkRequires(descriptor.getRequires(), content, findings);
        if (!descriptor.getDependencies().isEmpty()) {
            findings.add(
                    "depends on plugin '" + descriptor.getDependencies().get(0).getPluginId()
                            + "'; plugins stand alone: put what it needs from there into its own lib/");
        }
        if (!Plugin.class.getName().equals(descriptor.getPluginClass())) {
            findings.add("has a plugin class, " + descriptor.getPluginClass()
                    + ", which would never run: extensions are all there is to a plugin; do its work in their"
                    + " constructors");
        }
    }

    private void checkRequires(String requires, PluginContent content, Findings findings) {
        if (requires == null || requires.isBlank() || requires.equals("*")) {
            findings.add("does not say which versions of the Seance API it works with; set "
                    + (content.isJar() ? "Plugin-Requires in its manifest" : "plugin.requires in plugin.properties")
                    + ", for example to: >=" + apiVersion);
            return;
        }
        try {
            if (!ApiVersion.isIn(requires, apiVersion)) {
                findings.add("requires Seance API " + requires + ", this is " + apiVersion
                        + "; install a version of the plugin made for it");
            }
        } catch (IllegalArgumentException e) {
            findings.add("says which Seance API it requires in a way that cannot be understood: " + e.getMessage()
                    + "; write, for example: >=" + apiVersion);
        }
    }

    private static InstalledPlugin describe(PluginDescriptor descriptor, PluginFile file, PluginContent content) {
        return new InstalledPlugin(
                descriptor.getPluginId(),
                descriptor.getVersion(),
                Objects.requireNonNullElse(descriptor.getPluginDescription(), ""),
                Objects.requireNonNullElse(descriptor.getProvider(), ""),
                Objects.requireNonNullElse(descriptor.getLicense(), ""),
                file.path(),
                file.bundled(),
                new PluginCode(content));
    }
}
