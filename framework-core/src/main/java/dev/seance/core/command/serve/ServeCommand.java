// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.api.serving.ModelServer;
import dev.seance.api.serving.RunningServer;
import dev.seance.api.serving.ServedModel;
import dev.seance.api.serving.ServerAddress;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ExtensionChoice;
import dev.seance.core.command.Range;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.WeightsOption;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves the models of runs over the network until it is told to stop. */
@Command(
        name = "serve",
        description =
                "Serve the models of runs over the network: to this machine alone, unless --host and the environment"
                        + " variable SEANCE_API_KEY say otherwise.")
public final class ServeCommand extends SeanceCommand {

    /** Where the key is read: on the command line everybody on the machine could see it. */
    private static final String KEY = "SEANCE_API_KEY";

    private static final long LOOK_MILLIS = 100;

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description =
                    "A recipe's name (its latest run), recipe/n, or a run's folder; behind a colon the step whose model"
                            + " is meant, where it is not the last. Requests call the model by that name.")
    private List<String> names;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "The address to listen at (default: this machine's loopback). Others can reach any other, so it"
                            + " needs a key in " + KEY + ".")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port to listen at; 0 for any that is free (default: ${DEFAULT-VALUE}).")
    @Range(min = 0, max = 65535)
    private int port;

    @Option(names = "--open", description = "Open the page in this machine's browser.")
    private boolean open;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "The server (default: the only one installed); 'seance plugins list' has their names.")
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--with",
            paramLabel = "KEY=VALUE",
            description = "An option of the server, such as its limits; 'seance plugins info NAME' lists them.")
    private List<String> options = List.of();

    @Mixin
    private WeightsOption weights = new WeightsOption();

    @Override
    public Integer call() throws IOException {
        ServerAddress address = address();
        try (StopSignal stop = new StopSignal("the replies that are being written", "requests were cut off");
                CommandRuntime runtime = openRuntime()) {
            InstalledExtension extension = ExtensionChoice.of(runtime, ExtensionKind.SERVE, server, "--as");
            Record bound = ExtensionChoice.options(extension, options);
            List<ServedModel> models = models(runtime);
            ModelServer modelServer = runtime.host().create(ModelServer.class, extension, bound);
            try (RunningServer running = modelServer.start(models, List.of(), address)) {
                tell(running, models);
                if (open) {
                    Browser.show(running.address());
                }
                await(stop);
            }
        }
        return 0;
    }

    private ServerAddress address() {
        Optional<String> key = Optional.ofNullable(System.getenv(KEY)).filter(value -> !value.isBlank());
        try {
            InetAddress at = host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host.get());
            if (key.isEmpty() && !at.isLoopbackAddress()) {
                throw new UserError("--host " + host.orElseThrow()
                        + " can be reached by others, so requests have to show a key; set one in the environment variable "
                        + KEY + ", or leave --host out to serve this machine alone");
            }
            return new ServerAddress(at, port, key);
        } catch (UnknownHostException e) {
            throw new UserError(
                    "--host " + host.orElseThrow() + ": there is no such address; give one of this machine's", e);
        }
    }

    private List<ServedModel> models(CommandRuntime runtime) throws IOException {
        List<ServedModel> models = new ArrayList<>();
        for (String name : names) {
            ServedModel model = ModelToServe.find(runtime, runs(), name, weights);
            if (models.stream().anyMatch(other -> other.name().equals(model.name()))) {
                throw new UserError(name + ": model '" + model.name() + "' is served already; name it once");
            }
            models.add(model);
        }
        return models;
    }

    private void tell(RunningServer running, List<ServedModel> models) {
        if (json()) {
            ObjectNode node = Json.mapper().createObjectNode();
            node.put("address", running.address().toString());
            models.forEach(model -> node.withArray("models").add(model.name()));
            printJson(node);
            System.out.flush();
            return;
        }
        System.out.println("serving " + models.stream().map(ServedModel::name).collect(Collectors.joining(", "))
                + " at " + running.address() + "; Ctrl-C stops");
        System.out.flush();
    }

    /** Waits for a signal. */
    static void await(StopSignal stop) {
        try {
            while (!stop.requested()) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // as good as a signal
        }
    }
}
