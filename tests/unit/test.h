/*
 * What every unit test includes: cmocka, whose header needs these four before it, in this order.
 */
#ifndef KAGAMI_TEST_H
#define KAGAMI_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
