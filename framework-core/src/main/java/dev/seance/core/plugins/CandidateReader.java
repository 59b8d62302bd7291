// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;

/** Reads what a plugin file says of itself and checks what can be checked without loading a class. */
final class CandidateReader {

    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /** A manifest with a digest for each of ten thousand classes has about that much. */
    private static final long MAX_DESCRIPTOR_BYTES = 4L << 20;

    private final ZipCache zips;
    private final String apiVersion;

    CandidateReader(Path cache, String apiVersion) {
        this.zips = new ZipCache(cache);
        this.apiVersion = apiVersion;
    }

    /** Empty when the file cannot be a plugin; what is wrong is in the findings. */
    Optional<Candidate> read(PluginFile file, Findings findings) {
        try {
            if (!isFileOrFolder(file, findings)) {
                return Optional.empty();
            }
            PluginContent content = new PluginContent(file.isZip() ? zips.unpacked(file.path()) : file.path());
            Optional<PluginDescriptor> descriptor = descriptor(content, findings);
            if (descriptor.isEmpty()) {
                return Optional.empty();
            }
            InstalledPlugin plugin = describe(descriptor.get(), file, content);
            checkDescriptor(descriptor.get(), content, findings);
            BundledApi.firstIn(content).ifPresent(findings::add);
            return Optional.of(new Candidate(plugin, content, findings));
        } catch (Throwable e) { // one plugin can only fail itself, see Refusal
            findings.add("cannot be read: " + Refusal.reason(e));
            return Optional.empty();
        }
    }

    /** Whether it can be opened at all: to open a pipe would wait for a writer. */
    private static boolean isFileOrFolder(PluginFile file, Findings findings) {
        if (file.isFolder() || Files.isRegularFile(file.path())) {
            return true;
        }
        findings.add(
                Files.isSymbolicLink(file.path())
                        ? "is a link that leads nowhere; remove it, or put back what it points to"
                        : "is neither a file nor a folder");
        return false;
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
            Path properties = content.root().resolve("plugin.properties");
            boolean there = Files.isRegularFile(properties);
            checkSize("plugin.properties", there ? Files.size(properties) : 0);
            return there;
        }
        try (JarFile jar = new JarFile(content.root().toFile())) {
            ZipEntry manifest = jar.getEntry(JarFile.MANIFEST_NAME);
            checkSize("the manifest", manifest == null ? 0 : manifest.getSize());
            return jar.getManifest() != null
                    && jar.getManifest().getMainAttributes().getValue("Plugin-Id") != null;
        }
    }

    private static void checkSize(String file, long bytes) throws IOException {
        if (bytes > MAX_DESCRIPTOR_BYTES) {
            throw new IOException(file + " has " + bytes + " bytes; a plugin's has at most " + MAX_DESCRIPTOR_BYTES);
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
