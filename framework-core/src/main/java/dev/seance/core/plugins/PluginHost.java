// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.RunModel;
import dev.seance.api.model.RunModels;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmGateway;
import java.util.Objects;
import java.util.Set;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of this process. Opening finds, checks and loads them, each in a class loader of its own, and runs none of
 * their code; a plugin with something wrong is left out and reported in {@link PluginCatalog#problems}.
 *
 * <p>Open one host per process and close it last: a native library can be loaded by one class loader only, so a plugin
 * with an engine works in the first host that makes it and in no other. Safe for use by several threads.
 */
public final class PluginHost implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PluginHost.class);

    private final IsolatingPluginManager manager;
    private final PluginCatalog catalog;
    private final Environment environment;
    private final ModelFamilies families;
    private RunModels runModels = PluginHost::noRun;

    private PluginHost(IsolatingPluginManager manager, PluginCatalog catalog, Environment environment) {
        this.manager = manager;
        this.catalog = catalog;
        this.environment = environment;
        this.families = new InstalledFamilies(catalog, this::family);
    }

    /** Loads the plugins in the folders; {@code environment} is what their extensions will have injected. */
    public static PluginHost open(PluginFolders folders, Environment environment) {
        return open(folders, environment, apiVersion(), PluginPrefilter.ALL);
    }

    /**
     * The same for a command that needs extensions of a few kinds only: bundled plugins without any of these are left
     * alone.
     */
    public static PluginHost open(PluginFolders folders, Environment environment, Set<ExtensionKind> kinds) {
        return open(folders, environment, apiVersion(), new PluginPrefilter(kinds));
    }

    static PluginHost open(PluginFolders folders, Environment environment, String apiVersion) {
        return open(folders, environment, apiVersion, PluginPrefilter.ALL);
    }

    private static PluginHost open(
            PluginFolders folders, Environment environment, String apiVersion, PluginPrefilter kinds) {
        Objects.requireNonNull(environment, "environment");
        IsolatingPluginManager manager = new IsolatingPluginManager(apiVersion);
        CandidateReader reader = new CandidateReader(folders.cache(), apiVersion);
        return new PluginHost(
                manager, new Discovery(reader, new PluginLoading(manager), kinds).explore(folders), environment);
    }

    /** The version of the API that plugins are checked against. */
    public static String apiVersion() {
        return ApiVersion.current();
    }

    /** What there is. */
    public PluginCatalog catalog() {
        return catalog;
    }

    /**
     * Makes an extension for planning or for a step without language models: its {@link LlmGateway} has no names.
     *
     * @see #create(Class, InstalledExtension, Record, LlmGateway)
     */
    public <T extends ExtensionPoint> T create(Class<T> point, InstalledExtension extension, Record options) {
        return create(point, extension, options, PluginHost::noLanguageModel);
    }

    /** Gives extensions the models of runs; before this there are none. */
    public void offer(RunModels models) {
        runModels = models;
    }

    private static RunModel noRun(String name) {
        throw new UserError("there is no model '" + name + "': no runs are known here");
    }

    private static LlmClient noLanguageModel(String name) {
        throw new UserError("there is no language model '" + name + "': none is set up here");
    }

    /** The model families there are; what they return is guarded as that of {@link #create}. */
    public ModelFamilies families() {
        return families;
    }

    private ModelFamily<?> family(InstalledExtension extension) {
        PluginCall call = new PluginCall(extension);
        PluginInjector injector = new PluginInjector(extension, services(PluginHost::noLanguageModel));
        Object instance = call.construct(injector::create);
        return (ModelFamily<?>) PluginBoundary.around(instance, ModelFamily.class, call);
    }

    private HostServices services(LlmGateway llms) {
        return new HostServices(environment, llms, families, name -> runModels.find(name));
    }

    /**
     * Makes a new instance of an extension. Every call into it, into what it returns and into the streams it returns,
     * runs with the plugin's context class loader, and throws what the API's contracts speak of or a
     * {@link PluginFailure}.
     *
     * @param point the interface of the extension's kind, or one below it that the extension implements too, such as
     *     {@code BatchLlmProvider}; for a filter {@code CorpusFilter}, the instance being a {@code DocumentFilter} or a
     *     {@code SurveyFilter}
     * @param options of the record class the extension is described with
     * @param llms the recipe's language models
     * @throws UserError when its constructor does, about the options
     * @throws PluginFailure when it cannot be made
     */
    public <T extends ExtensionPoint> T create(
            Class<T> point, InstalledExtension extension, Record options, LlmGateway llms) {
        if (!extension.options().record().isInstance(options)) {
            throw new IllegalArgumentException(extension.title() + " has the options "
                    + extension.options().record().getName() + ", not "
                    + options.getClass().getName());
        }
        PluginCall call = new PluginCall(extension);
        PluginInjector injector = new PluginInjector(extension, services(llms));
        Object instance = call.construct(() -> injector.create(options));
        Class<?> kind = extension.kind().point();
        return point.cast(PluginBoundary.around(instance, kind.isAssignableFrom(point) ? point : kind, call));
    }

    /** Closes the class loaders; nothing of a plugin may be used any more. */
    @Override
    public void close() {
        try {
            manager.unloadPlugins();
        } catch (RuntimeException e) {
            LOGGER.debug("some plugin cannot be unloaded", e); // the command's result stands all the same
        }
    }
}
