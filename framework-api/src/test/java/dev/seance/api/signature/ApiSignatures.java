// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.signature;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What other people's code can compile against, read off compiled classes: a line for each public or protected type and
 * for each of its public or protected members. A line begins with the type's name and a colon; {@code java.lang} is left
 * out. What the language makes by itself (accessors and canonical constructors of records, {@code values} of enums) has
 * no line of its own.
 */
final class ApiSignatures {

    private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;

    private final SortedSet<String> lines = new TreeSet<>();

    private ApiSignatures() {}

    /** The lines of all types below some packages of a folder of classes, sorted. */
    static SortedSet<String> of(Path classes, List<String> packages) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return of(files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> packages.stream().anyMatch(tree -> name.startsWith(tree + ".")))
                    .map(ApiSignatures::load)
                    .toArray(Class<?>[]::new));
        }
    }

    /** The lines of some types, sorted; nested ones only where they are among them. */
    static SortedSet<String> of(Class<?>... types) {
        ApiSignatures signatures = new ApiSignatures();
        Arrays.stream(types).filter(ApiSignatures::isVisible).forEach(signatures::add);
        return signatures.lines;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiSignatures.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && (type.getModifiers() & VISIBLE) != 0
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private void add(Class<?> type) {
        String prefix = type.getName() + ": ";
        lines.add(prefix + declaration(type));
        visible(type.getDeclaredFields(), field -> !field.isSynthetic())
                .forEach(field -> lines.add(prefix + field(field)));
        visible(type.getDeclaredConstructors(), constructor -> !isCanonical(constructor))
                .forEach(constructor -> lines.add(prefix + "constructor" + call(constructor)));
        visible(type.getDeclaredMethods(), method -> !isImplied(method))
                .forEach(method -> lines.add(prefix + method(method)));
    }

    private static <T extends Member> Stream<T> visible(T[] members, Predicate<T> wanted) {
        return Arrays.stream(members)
                .filter(member -> (member.getModifiers() & VISIBLE) != 0)
                .filter(wanted);
    }

    private static String declaration(Class<?> type) {
        // Nested types are static but for inner classes, interfaces abstract, records and enums final.
        int implied = type.isInterface() ? Modifier.ABSTRACT : type.isRecord() || type.isEnum() ? Modifier.FINAL : 0;
        StringBuilder text = new StringBuilder(modifiers(type.getModifiers() & ~implied & ~Modifier.STATIC));
        if (type.isSealed()) {
            text.append("sealed ");
        }
        text.append(kind(type)).append(variables(type.getTypeParameters()));
        if (type.isRecord()) {
            text.append(Arrays.stream(type.getRecordComponents())
                    .map(component -> name(component.getGenericType()) + " " + component.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class && !type.isRecord() && !type.isEnum()) {
            text.append(" extends ").append(name(parent));
        }
        if (!type.isAnnotation()) {
            text.append(list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces()));
        }
        if (type.isSealed()) {
            text.append(list(" permits ", type.getPermittedSubclasses()));
        }
        return text.toString();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
    }

    private static String field(Field field) {
        if (field.isEnumConstant()) {
            return "constant " + field.getName();
        }
        return "field " + modifiers(field.getModifiers()) + name(field.getGenericType()) + " " + field.getName()
                + value(field);
    }

    /** The value of a constant, which the compiler copies into what is compiled against it. */
    private static String value(Field field) {
        int fixed = Modifier.PUBLIC | Modifier.STATIC | Modifier.FINAL;
        boolean copied = (field.getModifiers() & fixed) == fixed
                && (field.getType().isPrimitive() || field.getType() == String.class);
        if (!copied) {
            return "";
        }
        try {
            return " = " + quoted(field.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(Object value) {
        if (value instanceof Object[] several) {
            return Arrays.stream(several).map(ApiSignatures::quoted).collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof String text) {
            return "\"" + text.replace("\0", "\\0").replace("\n", "\\n") + "\"";
        }
        return value instanceof Class<?> type ? name(type) : String.valueOf(value);
    }

    private static String method(Method method) {
        String variables = variables(method.getTypeParameters());
        String result = (variables.isEmpty() ? "" : variables + " ") + name(method.getGenericReturnType());
        String kind = method.isDefault() ? "default " : "";
        String fallback = method.getDefaultValue() == null ? "" : " default " + quoted(method.getDefaultValue());
        return "method " + kind + modifiers(method.getModifiers()) + result + " " + method.getName() + call(method)
                + fallback;
    }

    private static String call(Executable executable) {
        Type[] parameters = executable.getGenericParameterTypes();
        return Arrays.stream(parameters).map(ApiSignatures::name).collect(Collectors.joining(", ", "(", ")"))
                + list(" throws ", executable.getGenericExceptionTypes());
    }

    private static boolean isCanonical(Constructor<?> constructor) {
        Class<?> type = constructor.getDeclaringClass();
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    private static boolean isImplied(Method method) {
        Class<?> type = method.getDeclaringClass();
        boolean ofEnum = type.isEnum()
                && Modifier.isStatic(method.getModifiers())
                && List.of("values", "valueOf").contains(method.getName());
        boolean ofRecord = type.isRecord()
                && method.getParameterCount() == 0
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(method.getName()));
        boolean ofObject = Arrays.stream(Object.class.getMethods())
                .anyMatch(known -> known.getName().equals(method.getName())
                        && Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
        return method.isSynthetic() || ofEnum || ofRecord || ofObject;
    }

    private static String variables(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> variable.getName()
                        + list(
                                " extends ",
                                Arrays.stream(variable.getBounds())
                                        .filter(bound -> bound != Object.class)
                                        .toArray(Type[]::new)))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    /** Public goes without saying; and a member is no more synchronized or native for those who call it. */
    private static String modifiers(int modifiers) {
        int said = modifiers & (Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL);
        return said == 0 ? "" : Modifier.toString(said) + " ";
    }

    private static String list(String word, Type[] types) {
        return types.length == 0
                ? ""
                : Arrays.stream(types).map(ApiSignatures::name).sorted().collect(Collectors.joining(", ", word, ""));
    }

    private static String name(Type type) {
        return type.getTypeName().replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
    }
}
