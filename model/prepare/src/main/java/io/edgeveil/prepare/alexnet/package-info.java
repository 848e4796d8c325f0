/**
 * AlexNet with seeded weights, made in code: a network of a real size for demonstrations, tests and
 * benchmarks, without a file of 244 MB. It has learnt nothing.
 */
package io.edgeveil.prepare.alexnet;
