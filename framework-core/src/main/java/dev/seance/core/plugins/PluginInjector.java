// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes instances of an extension. Each comes from an injector of its own, with the host's services, its options and
 * nothing else: two steps cannot meet in a singleton. No injector is the child of a host's, which would keep every class
 * of the plugin alive, and let it see what it was never meant to.
 */
final class PluginInjector {

    /** Guice reads it once. Without generated code no loader has to see host and plugin at once, and no JDK warns. */
    private static final String BYTECODE = "guice_bytecode_gen_option";

    private final InstalledExtension extension;
    private final HostServices services;

    PluginInjector(InstalledExtension extension, HostServices services) {
        this.extension = extension;
        this.services = services;
    }

    /**
     * Makes one instance, on the plugin's context class loader, which is the caller's business.
     *
     * @throws PluginFailure when the extension asks for what nobody provides
     * @throws Throwable whatever its constructor throws
     */
    Object create(Record options) throws Throwable {
        return create(new Instance(Optional.of(options)));
    }

    /** The same for an extension that gets its options otherwise. */
    Object create() throws Throwable {
        return create(new Instance(Optional.empty()));
    }

    private Object create(Instance instance) throws Throwable {
        if (System.getProperty(BYTECODE) == null) {
            System.setProperty(BYTECODE, "DISABLED");
        }
        try {
            return Guice.createInjector(services, instance).getInstance(extension.type());
        } catch (ConfigurationException e) {
            throw unprovided(e.getErrorMessages(), e);
        } catch (CreationException e) {
            throw unprovided(e.getErrorMessages(), e);
        } catch (ProvisionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private PluginFailure unprovided(Collection<Message> messages, RuntimeException e) {
        String reasons = messages.stream().map(Message::getMessage).collect(Collectors.joining("; "));
        return PluginFailure.inConstruction(
                extension, reasons + " (beside its options it can have: " + HostServices.inWords() + ")", e);
    }

    /** Binds the extension and its options. */
    private final class Instance extends AbstractModule {

        private final Optional<Record> options;

        private Instance(Optional<Record> options) {
            this.options = options;
        }

        @Override
        protected void configure() {
            binder().requireExplicitBindings();
            options.ifPresent(given -> bindOptions(extension.options().record(), given));
            bindExtension(extension.type());
        }

        private <O extends Record> void bindOptions(Class<O> type, Record given) {
            bind(type).toInstance(type.cast(given));
        }

        /** By its only public constructor, see {@link InjectionCheck}; one without parameters needs no annotation. */
        @SuppressWarnings("unchecked")
        private <T> void bindExtension(Class<T> type) {
            bind(type).toConstructor((Constructor<T>) type.getConstructors()[0]);
        }
    }
}
