// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.serializer.Serializer;

/** Writes values as YAML that reads back as the same values. */
final class YamlText {

    /** Stands for a secret that was written into the recipe itself. */
    static final String HIDDEN = "(secret)";

    private final Predicate<List<String>> secret;

    private YamlText(Predicate<List<String>> secret) {
        this.secret = secret;
    }

    /** The settings as a YAML document, see {@link Recipe#render}. */
    static String render(Settings settings, Predicate<List<String>> secret) {
        DumperOptions options = new DumperOptions();
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(120);
        options.setSplitLines(false);
        StringWriter text = new StringWriter();
        try {
            Serializer serializer = new Serializer(new Emitter(text, options), new PlainResolver(), options, null);
            serializer.open();
            serializer.serialize(new YamlText(secret).node(settings, List.of()));
            serializer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter failed", e);
        }
        return text.toString();
    }

    private Node node(Value value, List<String> path) {
        if (value instanceof Settings settings) {
            List<NodeTuple> tuples = new ArrayList<>();
            for (Setting entry : settings.entries()) {
                tuples.add(new NodeTuple(
                        scalar(entry.key(), ScalarStyle.PLAIN), node(entry.value(), below(path, entry.key()))));
            }
            return new MappingNode(PlainResolver.UNTAGGED, tuples, FlowStyle.BLOCK);
        }
        if (value instanceof Sequence sequence) {
            List<Node> items = new ArrayList<>();
            for (Value item : sequence.items()) {
                items.add(node(item, below(path, Integer.toString(items.size()))));
            }
            boolean flat = sequence.items().stream().allMatch(Scalar.class::isInstance);
            return new SequenceNode(PlainResolver.UNTAGGED, items, flat ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        Scalar scalar = (Scalar) value;
        if (secret.test(path)) {
            return scalar(scalar.written().orElse(HIDDEN), ScalarStyle.DOUBLE_QUOTED);
        }
        if (scalar.text().contains("\n")) {
            return scalar(scalar.text(), ScalarStyle.LITERAL);
        }
        return scalar(scalar.text(), scalar.quoted() ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
    }

    private static ScalarNode scalar(String text, ScalarStyle style) {
        return new ScalarNode(PlainResolver.UNTAGGED, text, null, null, style);
    }

    private static List<String> below(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
