package ${package};

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.tokens.PlainEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The specials, then the 256 bytes, then the words. */
final class ${type}Vocabulary implements Vocabulary {

    private static final int BYTES = SpecialToken.values().length;

    /** The id of the first word. */
    static final int FIRST = BYTES + 256;

    private static final Pattern WORD = Pattern.compile(" ?\\p{L}+");
    private static final String FORMAT = "{\"words\": \"";
    private static final String END = "\"}\n";

    private final List<String> words;
    private final Map<String, Integer> ids = new HashMap<>();

    ${type}Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        this.words.forEach(word -> ids.put(word, FIRST + ids.size()));
    }

    /** The words of a text, each with the blank before it. */
    static Stream<String> of(String text) {
        return WORD.matcher(text).results().map(MatchResult::group);
    }

    static ${type}Vocabulary read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        String text = new String(content, UTF_8);
        if (!text.startsWith(FORMAT) || !text.endsWith(END)) {
            throw new UserError(file + " is damaged, or no vocabulary of ${artifactId}");
        }
        String all = text.substring(FORMAT.length(), text.length() - END.length());
        return new ${type}Vocabulary(all.isEmpty() ? List.of() : List.of(all.split("\\|")));
    }

    /** A letter needs no escape in JSON, and neither do a blank and a bar. Written aside and renamed, so never half. */
    @Override
    public void save(Path folder) throws IOException {
        Path aside = folder.resolve(FILE + ".tmp");
        Files.writeString(aside, FORMAT + String.join("|", words) + END);
        Files.move(aside, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public int size() {
        return FIRST + words.size();
    }

    @Override
    public int id(SpecialToken token) {
        return token.ordinal();
    }

    @Override
    public Map<String, Integer> specials() {
        Map<String, Integer> specials = new LinkedHashMap<>();
        for (SpecialToken token : SpecialToken.values()) {
            specials.put(token.spelling(), token.ordinal());
        }
        return specials;
    }

    @Override
    public int[] encode(CharSequence text) {
        IntStream.Builder tokens = IntStream.builder();
        String whole = text.toString();
        int[] done = {0};
        WORD.matcher(whole).results().filter(word -> ids.containsKey(word.group())).forEach(word -> {
            spell(whole.substring(done[0], word.start()), tokens);
            tokens.add(ids.get(word.group()));
            done[0] = word.end();
        });
        spell(whole.substring(done[0]), tokens);
        return tokens.build().toArray();
    }

    /** A lone surrogate has no UTF-8; it becomes U+FFFD. */
    private static void spell(String text, IntStream.Builder tokens) {
        String valid = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        for (byte one : valid.getBytes(UTF_8)) {
            tokens.add(BYTES + Byte.toUnsignedInt(one));
        }
    }

    @Override
    public Encoder encoder() {
        return new PlainEncoder(this);
    }

    @Override
    public String decode(int... tokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int id : tokens) {
            text.writeBytes(id >= 0 && id < size() ? bytes(id) : "\uFFFD".getBytes(UTF_8));
        }
        return text.toString(UTF_8);
    }

    @Override
    public byte[] bytes(int id) {
        if (Objects.checkIndex(id, size()) < BYTES) {
            return new byte[0];
        }
        return id < FIRST ? new byte[] {(byte) (id - BYTES)} : words.get(id - FIRST).getBytes(UTF_8);
    }

    @Override
    public int byteLength(int id) {
        return bytes(id).length;
    }
}
