// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.model;

import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which id each symbol and each special token has. In vocabularies trained here the specials come first, then the
 * symbols in order; those of others have them in any order. Immutable.
 */
public final class TokenIds {

    /** What {@link #symbol} answers for an id that stands for no bytes. */
    public static final int NONE = -1;

    private final int[] idOfSymbol;
    private final int[] symbolOfId;
    private final Map<String, Integer> specials;
    private final Map<SpecialToken, String> roles;

    /**
     * @param idOfSymbol the id of each symbol
     * @param specials spelling to id, by ascending id
     * @param roles the spelling of the special token that serves a purpose, where one does
     */
    public TokenIds(int[] idOfSymbol, Map<String, Integer> specials, Map<SpecialToken, String> roles) {
        this.idOfSymbol = idOfSymbol.clone();
        this.specials = Collections.unmodifiableMap(new LinkedHashMap<>(specials));
        this.roles = new EnumMap<>(SpecialToken.class);
        this.roles.putAll(roles);
        int last = Math.max(
                Arrays.stream(idOfSymbol).max().orElse(-1),
                specials.values().stream().max(Integer::compare).orElse(-1));
        symbolOfId = new int[last + 1];
        Arrays.fill(symbolOfId, NONE);
        for (int symbol = 0; symbol < idOfSymbol.length; symbol++) {
            symbolOfId[idOfSymbol[symbol]] = symbol;
        }
    }

    /** The specials, then the symbols. The first specials serve the purposes of {@link SpecialToken}, in its order. */
    public static TokenIds afterSpecials(List<String> spellings, int symbols) {
        Map<String, Integer> specials = new LinkedHashMap<>();
        Map<SpecialToken, String> roles = new EnumMap<>(SpecialToken.class);
        for (String spelling : spellings) {
            if (specials.size() < SpecialToken.values().length) {
                roles.put(SpecialToken.values()[specials.size()], spelling);
            }
            specials.put(spelling, specials.size());
        }
        int[] ids = new int[symbols];
        Arrays.setAll(ids, symbol -> specials.size() + symbol);
        return new TokenIds(ids, specials, roles);
    }

    /** How many ids there are: one more than the largest. */
    public int size() {
        return symbolOfId.length;
    }

    /** The id of a symbol. */
    public int id(int symbol) {
        return idOfSymbol[symbol];
    }

    /** The symbol of an id from 0 to {@code size() - 1}; {@link #NONE} for a special token's. */
    public int symbol(int id) {
        return symbolOfId[id];
    }

    /**
     * The id of the special token that serves a purpose.
     *
     * @throws UserError when none does
     */
    public int id(SpecialToken role) {
        String spelling = roles.get(role);
        if (spelling == null) {
            throw new UserError("the vocabulary has no special token for "
                    + role.name().toLowerCase(Locale.ROOT) + ", which is usually spelt " + role.spelling()
                    + " (it has " + (specials.isEmpty() ? "none at all" : String.join(", ", specials.keySet()))
                    + "); name one in tokenizer_config.json beside it, or train a vocabulary here");
        }
        return specials.get(spelling);
    }

    /** The spelling of the special token that serves a purpose, where one does. */
    public Map<SpecialToken, String> roles() {
        return Collections.unmodifiableMap(roles);
    }

    /** Spelling to id, by ascending id. */
    public Map<String, Integer> specials() {
        return specials;
    }
}
