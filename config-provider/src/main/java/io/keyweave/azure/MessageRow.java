package io.keyweave.azure;

import io.keyweave.Failure.Kind;

/**
 * What a row of the table says.
 *
 * @param code what a person finds it by, see {@link io.keyweave.MessageCode}
 * @param pattern what it is about
 * @param kind what it means for the value
 * @param cause what happened, to be filled
 * @param remedy what to do, to be filled
 */
record MessageRow(String code, FailurePattern pattern, Kind kind, String cause, String remedy) {}
