// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads YAML text into {@link Value}s: refuses tags, merge keys, duplicate keys and texts made to exhaust memory. */
final class YamlTree {

    static final int MAX_BYTES = 3 << 20;
    static final int MAX_NESTING = 50;
    static final int MAX_ALIASES = 50;

    /** Aliases of aliases multiply: fifty of them could stand for millions of values. */
    static final int MAX_VALUES = 100_000;

    private final Source source;
    private final Problems problems;
    private int values;

    private YamlTree(Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /**
     * Reads one document.
     *
     * @return empty when there is none or it is no YAML at all; what is merely refused is left out and noted
     */
    static Optional<Value> read(Source source, Problems problems) {
        return new YamlTree(source, problems).read();
    }

    private Optional<Value> read() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_BYTES);
        limits.setNestingDepthLimit(MAX_NESTING);
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setAllowRecursiveKeys(false);
        // Tags are refused below, with their place; no object is ever constructed from one.
        limits.setTagInspector(tag -> true);
        String text = String.join("\n", source.lines()) + "\n";
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(text), limits);
            Node root = new Composer(parser, new PlainResolver(), limits).getSingleNode();
            return root == null ? Optional.empty() : value(root, new ArrayList<>());
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String context = e.getContext() == null ? "" : e.getContext() + beginning(e.getContextMark(), mark) + ": ";
            problems.add(
                    mark == null ? source.at(1, 1) : position(mark), "this is not YAML: " + context + e.getProblem());
        } catch (ReaderException e) {
            // Its position counts code points from the start of the text.
            String before = text.substring(0, Math.min(text.length(), e.getPosition()));
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            problems.add(
                    source.at(line, before.length() - before.lastIndexOf('\n')),
                    String.format("this is not text: character U+%04X; remove it", e.getCodePoint()));
        } catch (YAMLException e) {
            problems.add(source.at(1, 1), "this YAML is refused: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Where the bracket stands that is missed many lines later. */
    private static String beginning(Mark context, Mark problem) {
        return context == null || problem == null || context.getLine() == problem.getLine()
                ? ""
                : " that begins in line " + (context.getLine() + 1);
    }

    private Optional<Value> value(Node node, List<Node> around) {
        Position position = position(node.getStartMark());
        if (++values > MAX_VALUES) {
            if (values == MAX_VALUES + 1) {
                problems.add(position, "more than " + MAX_VALUES + " values; use fewer aliases");
            }
            return Optional.empty();
        }
        if (around.stream().anyMatch(outer -> outer == node) || node instanceof AnchorNode) {
            problems.add(position, "this contains itself through an alias; write it out");
            return Optional.empty();
        }
        if (!node.getTag().equals(PlainResolver.UNTAGGED)) {
            problems.add(position, "tag '" + node.getTag().getValue() + "' is not allowed; write the plain value");
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(Scalar.of(scalar.getValue(), !scalar.isPlain(), position));
        }
        around.add(node);
        Value value = node instanceof MappingNode mapping
                ? settings(mapping, position, around)
                : sequence((SequenceNode) node, position, around);
        around.remove(around.size() - 1);
        return Optional.of(value);
    }

    private Sequence sequence(SequenceNode node, Position position, List<Node> around) {
        List<Value> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            value(item, around).ifPresent(items::add);
        }
        return new Sequence(items, position);
    }

    private Settings settings(MappingNode node, Position position, List<Node> around) {
        Map<String, Setting> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position keyPosition = position(tuple.getKeyNode().getStartMark());
            Optional<String> key = key(tuple.getKeyNode(), keyPosition);
            if (key.isEmpty()) {
                continue;
            }
            Setting earlier = entries.get(key.get());
            if (earlier != null) {
                problems.add(
                        keyPosition,
                        "key '" + key.get() + "' is here already, on line "
                                + earlier.position().line() + "; keep one of them");
                continue;
            }
            value(tuple.getValueNode(), around)
                    .ifPresent(value -> entries.put(key.get(), new Setting(key.get(), keyPosition, value)));
        }
        return new Settings(List.copyOf(entries.values()), position);
    }

    private Optional<String> key(Node node, Position position) {
        if (!(node instanceof ScalarNode scalar)
                || !node.getTag().equals(PlainResolver.UNTAGGED)
                || scalar.getValue().isEmpty()) {
            problems.add(position, "a key has to be plain text");
            return Optional.empty();
        }
        if (scalar.isPlain() && scalar.getValue().equals("<<")) {
            problems.add(position, "merge keys ('<<') are not supported; write the keys out, or use 'extends'");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    private Position position(Mark mark) {
        return source.at(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
