package io.keyweave.core;

import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.INFO;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of settings, of values that cannot be used as they are, and of providers. */
final class ResolverMessages {

    static final MessageCode SPREAD = new MessageCode(
            "KW-1021", INFO, "startup-spread: the first request waits {wait}", "As the setting says. Nothing to do.");

    static final MessageCode UNUSABLE_VERSION = new MessageCode(
            "KW-4011",
            ERROR,
            "{origin}: {cause} {remedy}« ({details})»« The text made from the version before {stays}.»",
            "A new version has not the field or the encoding that the placeholder asks for. Correct the secret.");

    static final MessageCode IDENTITY_ENDS = new MessageCode(
            "KW-4211",
            WARN,
            "the {what} expires in {left}«, {soon}», at {expires}. Without it no secret can be fetched: make a new one next to the old one and put"
                    + " it in its place. A file is read again when it changes, a setting at the next start.",
            "The client certificate (`client certificate FILE`) or the client secret (`client secret of app CLIENT-ID`) of the identity. Make a"
                    + " new one, register it next to the old one, and put it in its place. Told once a day, from 30 days before.");

    static final MessageCode IDENTITY_ENDED = new MessageCode(
            "KW-4212",
            WARN,
            "the {what} has expired, at {expires}. Without it no secret can be fetched: make a new one next to the old one and put it in its place."
                    + " A file is read again when it changes, a setting at the next start.",
            "The same as KW-4211, after the end.");

    static final MessageCode WRONG_SETTING = new MessageCode("KW-5101", ERROR, "{origin}: {problem}.", "{do}.");

    static final MessageCode NO_SETTING = new MessageCode(
            "KW-5104",
            WARN,
            "env {variable} is not a setting of Keyweave and is ignored",
            "A variable that begins with `KEYWEAVE_` is not a setting, and no extension has one of that name: correct it, or remove it.");

    static final MessageCode EXTENSION = new MessageCode(
            "KW-5121",
            ERROR,
            "{problem}",
            "An extension cannot be used, for the reason told: correct `extensions`, or the jar. Placeholders of its scheme stay as they are"
                    + " written.");

    static final MessageCode NO_SCHEME = new MessageCode(
            "KW-5122",
            WARN,
            "{origin}: there is no setting {setting}, and no extension with the scheme {scheme}",
            "Correct the name, or add the extension that has such a setting to `extensions`.");

    static final MessageCode NEEDED_BY_PROVIDER = new MessageCode(
            "KW-5123",
            ERROR,
            "{origin}: a placeholder cannot be here, because the provider of {scheme}: needs this value itself to fetch secrets.",
            "Put the value itself here, or leave it out where this process has an identity of its own, such as a role or a workload identity.");

    static final MessageCode NOT_ALLOWED = new MessageCode(
            "KW-5201",
            ERROR,
            "The setting allow={allow} ({origin}) forbids this secret. No request was made.",
            "Add {secret} to allow, or remove the placeholder.");

    static final MessageCode LEFT_UNSET = new MessageCode(
            "KW-5202",
            WARN,
            "{origin} is left unset, since on-missing=warn: {secret}: {cause} {remedy}« ({details})»",
            "The secret does not exist or is disabled, and the settings say to go on without it.");

    static final MessageCode BLANKS_AROUND = new MessageCode(
            "KW-5211",
            WARN,
            "{origin}: the blanks around the placeholder are part of the value. Remove them unless that is meant.",
            "Such as a space at the end of a line of a `.properties` file, which `Properties.load` keeps. The application gets it after the"
                    + " secret.");

    static final MessageCode BLANKS_INSIDE = new MessageCode(
            "KW-5212",
            WARN,
            "{origin}: {secret}« {orNeighbour}» begins or ends with a blank, a line break or a byte order mark. Unless that is meant, set the secret"
                    + " again without it, or write ?trim in the placeholder or trim=true in the settings.",
            "Mostly a line break that a shell or an editor added when the secret was set.");

    static final MessageCode WRONG_ENCODING = new MessageCode(
            "KW-5213",
            WARN,
            "{origin}: a secret in it holds characters that end a value there. Write ?as={encoding} in the placeholder.",
            "The value is used as it is: whoever reads it may want it so.");

    static final MessageCode SHORT_TTL = new MessageCode(
            "KW-5221",
            WARN,
            "a ttl of {ttl} is below 30 s: every secret costs {requests} requests an hour and JVM",
            "Raise `ttl`, unless that is what you want.");

    static final MessageCode NO_FIELD = new MessageCode(
            "KW-5231",
            ERROR,
            "The JSON secret {secret} has no text, number or boolean in a field \"{field}\".",
            "Correct the name after #, or add the field to the secret.");

    static final MessageCode NO_JSON = new MessageCode(
            "KW-5232",
            ERROR,
            "The secret {secret} is {problem}, so it has no field \"{field}\".",
            "Store a JSON object, or remove #{field}.");

    static final MessageCode NO_CERTIFICATE = new MessageCode(
            "KW-5233",
            ERROR,
            "The secret {secret} gives no #{part}: {problem}.",
            "Name the secret of an exportable certificate, in PKCS#12 or PEM.");

    static final MessageCode NO_BASE64 = new MessageCode(
            "KW-5234",
            ERROR,
            "The secret {secret} is not base64 of UTF-8 text.",
            "Remove ?as={encoding} or store the value base64-encoded.");

    static final MessageCode CLOSED =
            new MessageCode("KW-9101", ERROR, "No provider for the scheme {scheme} is open.", "Close it later.");

    static final MessageCode NO_MEMORY = new MessageCode(
            "KW-9102",
            ERROR,
            "This JVM had no memory left to ask for it.",
            "Find what fills the heap, or give the JVM more (-Xmx).");

    static final MessageCode NO_JDK_CLASS = new MessageCode(
            "KW-9103",
            ERROR,
            "This JVM was made without the class {class} of the JDK.",
            "Add its module to the jlink command; Key Vault needs java.xml (--add-modules java.xml).");

    static final MessageCode PROVIDER_FAILED = new MessageCode(
            "KW-9104",
            ERROR,
            "The provider of the scheme {scheme} failed with {exception}.",
            "This is a defect: please report it with this line.");

    private ResolverMessages() {}
}
