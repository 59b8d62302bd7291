// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which id each symbol and each special token has. In vocabularies trained here the specials come first, then the
 * symbols in order; those of others have them in any order. Immutable.
 */
final class TokenIds {

    /** What {@link #symbol} answers for an id that stands for no bytes. */
    static final int NONE = -1;

    private final int[] idOfSymbol;
    private final int[] symbolOfId;
    private final Map<String, Integer> specials;

    /**
     * @param idOfSymbol the id of each symbol
     * @param specials spelling to id, by ascending id
     */
    TokenIds(int[] idOfSymbol, Map<String, Integer> specials) {
        this.idOfSymbol = idOfSymbol.clone();
        this.specials = Collections.unmodifiableMap(new LinkedHashMap<>(specials));
        int last = Math.max(
                Arrays.stream(idOfSymbol).max().orElse(-1),
                specials.values().stream().max(Integer::compare).orElse(-1));
        symbolOfId = new int[last + 1];
        Arrays.fill(symbolOfId, NONE);
        for (int symbol = 0; symbol < idOfSymbol.length; symbol++) {
            symbolOfId[idOfSymbol[symbol]] = symbol;
        }
    }

    /** The specials, then the symbols. */
    static TokenIds afterSpecials(List<String> spellings, int symbols) {
        Map<String, Integer> specials = new LinkedHashMap<>();
        for (String spelling : spellings) {
            specials.put(spelling, specials.size());
        }
        int[] ids = new int[symbols];
        Arrays.setAll(ids, symbol -> specials.size() + symbol);
        return new TokenIds(ids, specials);
    }

    /** How many ids there are: one more than the largest. */
    int size() {
        return symbolOfId.length;
    }

    /** The id of a symbol. */
    int id(int symbol) {
        return idOfSymbol[symbol];
    }

    /** The symbol of an id from 0 to {@code size() - 1}; {@link #NONE} for a special token's. */
    int symbol(int id) {
        return symbolOfId[id];
    }

    /** Spelling to id, by ascending id. */
    Map<String, Integer> specials() {
        return specials;
    }
}
